"""The points of a run at which a fault can be injected, and a run with a fault at one of them.

    points = points_of(run)          # run = Run(["tem", "issue", ...], folder), done once without a fault
    outcome = run.with_fault(points[3], "EIO")

A point is the N-th call of one system call by a thread, as strace counts them (`when=N`); those are
kept that write, name or sync something below the run's folder. Linux and strace 5.3 or later.
"""
import dataclasses
import os
import re
import signal
import subprocess
import time

SYSCALLS = ('openat write pwrite64 writev fsync fdatasync syncfs rename renameat renameat2 '
            'ftruncate fallocate link linkat unlink unlinkat mkdir mkdirat').split()
FAULTS = ('EIO', 'ENOSPC', 'KILL')
SECONDS = 60  # of one run; a run that takes longer hangs

_CALL = re.compile(r'^(\d+) +(\w+)\((.*)$')
_NAMES = re.compile(r'"([^"]*)"')


@dataclasses.dataclass(frozen=True)
class Point:
    syscall: str
    number: int
    where: str         # the file below the folder
    of_file: bool      # counted among the calls for this file, else among all

    def __str__(self):
        return f'{self.syscall} {self.number} ({self.where})'


@dataclasses.dataclass
class Outcome:
    status: int        # as of subprocess: -9 when it was killed
    out: str
    err: str
    injected: list     # the calls that were made to fail, as strace wrote them


def _place(syscall, rest, folder):
    """What a call writes to below the folder, or None."""
    if syscall == 'openat' and not re.search(r'O_WRONLY|O_RDWR|O_CREAT', rest):
        return None
    if rest.startswith(('"', 'AT_FDCWD')):
        names = _NAMES.findall(rest)
        inside = [n for n in names if n.startswith(folder) or not n.startswith('/')]
        return inside[-1].removeprefix(folder + '/') if inside else None
    found = re.match(r'\d+<([^>]*)>', rest)
    if not found or not found.group(1).startswith(folder):
        return None
    return found.group(1).removeprefix(folder + '/')


def points_in(trace, folder):
    """In the order of the run. Calls for a file that keeps its name are counted for it alone, so that
    of several threads the one is struck that writes it."""
    counts, points = {}, {}
    for line in trace.splitlines():
        call = _CALL.match(line)
        if not call or call.group(2) not in SYSCALLS:
            continue
        thread, syscall, rest = call.groups()
        where = _place(syscall, rest, folder)
        of_file = where is not None and rest[0].isdigit() and not re.search(r'#|\.part|new-', where)
        number = 0
        for counted in (None, where) if of_file else (None,):
            key = thread, syscall, counted
            number = counts[key] = counts.get(key, 0) + 1
        if where is not None:
            points.setdefault((syscall, number, where if of_file else None),
                              Point(syscall, number, where, of_file))
    return list(points.values())


def strace(trace, fault=(), daemon=False):
    # With --seccomp-bpf strace 6.1 injects errors, but no signals.
    quick = [] if any('signal=' in word for word in fault) else ['--seccomp-bpf']
    return ['strace', *(['-D'] if daemon else []), '-f', *quick, '-y', '-s', '0', '-q',
            '-o', trace, '-e', 'trace=' + ','.join(SYSCALLS), '-e', 'signal=none', *fault]


def fault_of(point, fault, folder):
    if point is None:
        return ()
    what = 'signal=SIGKILL' if fault == 'KILL' else f'error={fault}'
    only = ('-P', f'{folder}/{point.where}') if point.of_file else ()
    return *only, '-e', f'inject={point.syscall}:{what}:when={point.number}'


def injected_in(trace):
    return [line for line in trace.splitlines() if '(INJECTED)' in line]


def read(path):
    try:
        with open(path, errors='replace') as file:
            return file.read()
    except FileNotFoundError:
        return ''


def run_command(command, folder, stdin=None, prefix=()):
    """A command in the folder; a run that hangs is ended and has the status -SIGALRM."""
    environment = dict(os.environ, TMPDIR=folder)
    process = subprocess.Popen([*prefix, *command], cwd=folder, env=environment, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               errors='replace', start_new_session=True)
    try:
        out, err = process.communicate(stdin, timeout=SECONDS)
        return Outcome(process.returncode, out, err, [])
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return Outcome(-signal.SIGALRM, out, err, [])


def traced(command, folder, trace, point=None, fault=None, stdin=None):
    outcome = run_command(command, folder, stdin, strace(trace, fault_of(point, fault, folder)))
    outcome.injected = injected_in(read(trace))
    return outcome


class Service:
    """A traced service that has said where it listens, or has ended."""

    def __init__(self, command, folder, trace, point=None, fault=None):
        self.trace, self.errors = trace, trace + '.err'
        with open(self.errors, 'w') as err:
            self.process = subprocess.Popen(
                [*strace(trace, fault_of(point, fault, folder), daemon=True), *command], cwd=folder,
                env=dict(os.environ, TMPDIR=folder), stdout=subprocess.PIPE, stderr=err, text=True)
        line = self.process.stdout.readline()  # empty when it has ended
        found = re.search(r'listening on (http://\S+)', line)
        self.url = found.group(1) if found else None

    def end(self):
        """Asks it to stop; waits until it and its tracer are gone."""
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            status = -signal.SIGALRM
        self.process.stdout.close()
        for _ in range(200):  # the tracer writes its last line after the process has ended
            text = read(self.trace)
            if '+++' in text.rstrip().rsplit('\n', 1)[-1]:
                break
            time.sleep(0.01)
        return Outcome(status, '', read(self.errors), injected_in(read(self.trace)))
