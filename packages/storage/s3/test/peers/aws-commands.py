"""awscli, loaded once, which is most of what a command costs: each runs in a process of its own, forked from this one.

Reads one command a line, as JSON: {"parameters", "folder", "environment"}. Answers each with a line: {"status", "output"}.
"""

import json
import os
import sys
import tempfile

import awscli.clidriver


def run(command, output):
    os.dup2(output.fileno(), sys.stdout.fileno())
    os.dup2(output.fileno(), sys.stderr.fileno())
    os.chdir(command['folder'])
    os.environ.update(command['environment'])
    sys.argv = ['aws', *command['parameters']]
    status = awscli.clidriver.main()
    sys.stdout.flush()
    sys.stderr.flush()
    return status


for line in sys.stdin:
    with tempfile.TemporaryFile() as output:
        child = os.fork()
        if child == 0:
            status = 1
            try:
                status = run(json.loads(line), output)
            finally:
                os._exit(status)
        _, status = os.waitpid(child, 0)
        output.seek(0)
        answer = {'status': os.waitstatus_to_exitcode(status), 'output': output.read().decode()}
    print(json.dumps(answer), flush=True)
