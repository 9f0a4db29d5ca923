"""What two persons decide about, and how far a change has come."""


class Kind:
    """What can be asked for; the log says "asked to add a member"."""

    ADD_MEMBER = "add a member"
    CHANGE_MEMBER = "change a member"
    GIVE_KEY = "give a key"
    TAKE_KEY = "take a key back"
    MAKE_RECOVERY = "make recovery"


class State:
    """WAITING until another agrees; ALLOWED: agreed, and the one concerned does it themselves."""

    WAITING = "waiting"
    ALLOWED = "allowed"
    DONE = "done"
    REFUSED = "refused"
