"""How much a picture may cost us. Change one, and the measurements in the decision record age."""

import os

# What comes in.
MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
# A progressive photo has about ten scans; thousands of them are a way to burn minutes of CPU.
MAX_SCANS = 100
MAX_SCANNED_PIXELS = 1_000_000_000
# What libavif and libheif may hold at once: 50 megapixels, but fewer of 10 bits and full colour.
MAX_DECODING_BYTES = 430_000_000
MAX_BOXES = 100

# What goes out: longest sides in pixels.
PAGE_LONGEST = 1600
WALL_LONGEST = 640
MAX_ANSWER_BYTES = 8_000_000

# A worker: private memory (so that with its libraries it stays below 512 MB), address space, CPU,
# and wall-clock time until it is ended.
MEMORY_BYTES = 470 << 20
ADDRESS_BYTES = 1 << 30
CPU_SECONDS = 10
DEADLINE_SECONDS = 15.0

# In one server process: photos at work at once, and how long one more waits for its turn.
JOBS_AT_ONCE = max(2, min(4, os.cpu_count() or 1))
WAIT_SECONDS = 5.0
# Then the child is replaced, so that what a library lost or left in it is gone too.
PHOTOS_A_CHILD = 50
