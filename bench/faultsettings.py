"""The site's own settings for the fault harness: requests may end the process, a fault may be put in."""

import os

from bench.settings import *  # noqa: F403 (that is what a settings module does)
from bench.settings import MIDDLEWARE

MIDDLEWARE = ["bench.faultkill.KillMiddleware", *MIDDLEWARE]
if os.environ.get("BENCH_MUTATION"):
    MIDDLEWARE = [*MIDDLEWARE, "bench.faultmutations.MutationMiddleware"]
