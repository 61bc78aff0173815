"""`python -m workflow_engine`."""

from workflow_engine.cli.main import main

main()
