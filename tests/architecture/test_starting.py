"""What a command need not have, it does not wait for."""

import subprocess
import sys

HEAVY = ("fastapi", "sqlalchemy", "alembic", "uvicorn", "docker")


def test_the_command_line_imports_neither_server_nor_database_nor_docker():
    told = f"import sys, deploy.cli; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
