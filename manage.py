#!/usr/bin/env python3
"""The one command of this project. It needs nothing but Python; the first run makes .venv.

python3 manage.py up      run the app at http://127.0.0.1:8000
python3 manage.py test    run the tests; options and paths go to pytest
python3 manage.py help    everything else

On Windows: `py manage.py up`.
"""

import os
import sys

from studyapp.bootstrap import ROOT, become, ensure_environment


def main() -> None:
    ensure_environment(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
    if sys.argv[1:2] == ["test"]:
        # pytest starts before Django does: coverage would otherwise miss every line run on import.
        os.chdir(ROOT)
        become([sys.executable, "-m", "pytest", *sys.argv[2:]])
    from django.core.management import execute_from_command_line  # only now is Django certainly there

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
