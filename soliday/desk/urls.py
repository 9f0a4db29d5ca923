"""The desk's own views, before Wagtail's: its sign-in by password alone is out of reach."""

from allauth.account import views as account
from allauth.mfa import urls as mfa_urls
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from soliday.desk import (
    actions_views,
    audit_views,
    canary_views,
    closing_views,
    contact_views,
    conversation_views,
    keys_views,
    limits_views,
    members_views,
    mirrors_views,
    pending_views,
    pictures_views,
    recovery_views,
    sealed_views,
    signature_views,
    unlocking_views,
    views,
    years_views,
)
from soliday.desk.account_views import ActivateTotp, AddPasskey, OwnAccount, SignOut
from soliday.desk.no_uploads import not_here

to_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)
sign_out = SignOut.as_view()

account_urls = [
    path("", require_admin_access(OwnAccount.as_view()), name="desk_own_account"),
    path("login/", account.login, name="account_login"),
    path("logout/", sign_out, name="account_logout"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("2fa/totp/activate/", ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("2fa/webauthn/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("2fa/", include(mfa_urls)),
]

urlpatterns = [
    re_path(r"^login/", to_sign_in),
    re_path(r"^password_reset/", to_sign_in),
    re_path(r"^(?:api/main/)?(?:images|documents|media)/", not_here),
    path("logout/", sign_out, name="desk_sign_out"),
    path("account/", include(account_urls)),
    path("unlock/", unlocking_views.unlock, name="desk_unlock"),
    path("lock/", unlocking_views.lock, name="desk_lock"),
    path("keyholder/", unlocking_views.become_keyholder, name="desk_become_keyholder"),
    path("reports/", views.show_queue, name="desk_reports"),
    path("reports/sealed/", sealed_views.open_sealed_messages, name="desk_sealed_messages"),
    path("reports/<uuid:report_id>/", views.show_report, name="desk_report"),
    path("reports/<uuid:report_id>/accept/", views.accept_report, name="desk_accept_report"),
    path("reports/<uuid:report_id>/agree/", views.agree, name="desk_agree"),
    path("reports/<uuid:report_id>/send-back/", views.send_back, name="desk_send_back"),
    path("reports/<uuid:report_id>/ask/", conversation_views.ask, name="desk_ask"),
    path("reports/<uuid:report_id>/seen/", conversation_views.mark_seen, name="desk_mark_seen"),
    path("reports/<uuid:report_id>/keep/", conversation_views.keep, name="desk_keep"),
    path("reports/<uuid:report_id>/decline/", closing_views.decline, name="desk_decline_report"),
    path("reports/<uuid:report_id>/erase/", closing_views.erase, name="desk_erase_report"),
    path("reports/<uuid:report_id>/photos/<int:number>/", views.show_photo, name="desk_photo"),
    path("reports/<uuid:report_id>/contact/", contact_views.show_contact, name="desk_show_contact"),
    path("actions/", actions_views.show_actions, name="desk_actions"),
    path("actions/add/", actions_views.add_action, name="desk_add_action"),
    path("actions/<int:number>/", actions_views.edit_action, name="desk_edit_action"),
    path(
        "actions/<int:number>/photos/<int:position>/",
        actions_views.show_photo,
        name="desk_action_photo",
    ),
    path("actions/<int:number>/withdraw/", actions_views.withdraw, name="desk_withdraw_action"),
    path("pictures/", pictures_views.show_pages, name="desk_pictures"),
    path("pictures/<uuid:of>/", pictures_views.show_pictures, name="desk_page_pictures"),
    path("pictures/<uuid:of>/<slug:name>/", pictures_views.edit_picture, name="desk_edit_picture"),
    path(
        "pictures/<uuid:of>/<slug:name>/remove/",
        pictures_views.remove_picture,
        name="desk_remove_picture",
    ),
    path("years/", years_views.show_years, name="desk_years"),
    path("years/<int:number>/close/", years_views.close_year, name="desk_close_year"),
    path("years/<int:number>/reopen/", years_views.reopen_year, name="desk_reopen_year"),
    path("rules/", limits_views.edit_rules, name="desk_rules"),
    path("canaries/", canary_views.show_canaries, name="desk_canaries"),
    path("canaries/take-away/", canary_views.take_canaries_away, name="desk_take_canaries_away"),
    path(
        "alarms/<int:number>/acknowledge/",
        canary_views.acknowledge_alarm,
        name="desk_acknowledge_alarm",
    ),
    path("audit/", audit_views.show_audit, name="desk_audit"),
    path("keys/", keys_views.show_keys, name="desk_keys"),
    path("keys/reseal/", keys_views.reseal, name="desk_reseal"),
    path("keys/give/", keys_views.give_key, name="desk_give_key"),
    path("keys/take/", keys_views.take_key, name="desk_take_key"),
    path("keys/lock-everybody/", keys_views.lock_everybody, name="desk_lock_everybody"),
    path("keys/recovery/", recovery_views.make_recovery, name="desk_make_recovery"),
    path("keys/drill/", recovery_views.show_drill, name="desk_drill"),
    path("signature/", signature_views.hand_in_signature, name="desk_signature"),
    path("mirrors/", mirrors_views.show_mirrors, name="desk_mirrors"),
    path("mirrors/add/", mirrors_views.add_mirror, name="desk_add_mirror"),
    path("mirrors/<int:number>/", mirrors_views.edit_mirror, name="desk_edit_mirror"),
    path("mirrors/<int:number>/remove/", mirrors_views.remove_mirror, name="desk_remove_mirror"),
    path("pending/", pending_views.show_pending, name="desk_pending"),
    path("pending/<int:change_id>/", pending_views.decide, name="desk_decide"),
    path("members/", members_views.show_members, name="desk_members"),
    path("members/add/", members_views.add_member, name="desk_add_member"),
    path("members/<int:member_id>/", members_views.edit_member, name="desk_edit_member"),
]
