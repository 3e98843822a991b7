import json
import subprocess
import sys

from tests.sources import ROOT


def test_a_process_binds_itself_for_the_rest_of_its_life():
    script = (
        "import json, resource, signal, sys; sys.path.append(sys.argv[1]); from paper.binding import ANSWER, bind\n"
        "bind(7, 512 * 1024 * 1024)\n"
        "names = ('RLIMIT_CPU', 'RLIMIT_CORE', 'RLIMIT_AS')\n"
        "limits = [resource.getrlimit(getattr(resource, name)) for name in names]\n"
        "filled = 'no'\n"
        "try: bytes(600 * 1024 * 1024)\n"
        "except MemoryError: filled = 'refused'\n"
        "print(json.dumps([limits, filled, signal.alarm(0), resource.getrlimit(resource.RLIMIT_FSIZE)[0] == ANSWER]))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script, str(ROOT)], capture_output=True, text=True, check=True
    )
    memory = 512 * 1024 * 1024
    assert json.loads(done.stdout) == [[[7, 8], [0, 0], [memory, memory]], "refused", 8, True]
