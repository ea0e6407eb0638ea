import sys

from goldthread.cli import main

sys.exit(main())
