"""How much a process may use to read one stranger's file before the file is refused.

Measured (docs/decisions/0010): reading fourteen million rows of real files reserves
1.75 GB of addresses and holds 0.5 GB.
"""

import resource
from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one reading process may reserve, and work, before it is ended.

    memory       bytes of addresses (RLIMIT_AS) of the whole process
    least_s      seconds of CPU that any file may take
    most_s       seconds of CPU that no file may pass
    s_per_mb     seconds that each megabyte, as sent, adds
    """

    memory: int
    least_s: float
    most_s: float
    s_per_mb: float = 1.0

    def cpu_s(self, size: int) -> float:
        """Seconds of CPU for a file of `size` bytes as sent."""
        return min(self.most_s, self.least_s + self.s_per_mb * size / MEGABYTE)

    def wall_s(self, size: int) -> float:
        """Seconds on the clock: a reader that waits for ever uses no CPU."""
        return 10 * self.cpu_s(size)

    def confine(self) -> None:
        """Bind this process to its memory for good; no core is ever written."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory, self.memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def begin(self, size: int) -> None:
        """Let this process work its seconds on the next file; then it is ended."""
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime + self.cpu_s(size)) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


STRANGERS = Allowance(memory=4_000_000_000, least_s=60, most_s=900)
"""For files whose sender is not known to mean well: every upload, every `lake add`."""
