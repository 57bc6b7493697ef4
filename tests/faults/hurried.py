"""`monitor`, with a watchdog that has no patience: what takes minutes, in seconds."""

from datetime import timedelta

from monitor import watchdog
from monitor.__main__ import main

watchdog.ROUND = timedelta(seconds=0.1)
watchdog.PATIENCE = timedelta(seconds=2)
watchdog.IDLE = timedelta(seconds=3)

if __name__ == "__main__":
    main()
