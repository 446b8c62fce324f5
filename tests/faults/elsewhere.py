"""Faults that are no system call of one run: a disk that is full or read-only, several who write at
once, a bit that turned in a file.

Each takes a folder to make, a sample's size (0: all) and a random.Random, and gives the lines of what
is wrong and what was done in words.
"""
import json
import os
import shutil
import subprocess

from points import run_command
from scenarios import PRODUCED, TEA, must, tem


def _registry(folder):
    os.makedirs(folder, exist_ok=True)
    must(tem(folder, 'init', '--demo'))
    must(tem(folder, 'issue', *TEA, '--lot', 'A', '--count', '3', *PRODUCED, '--expires', '2070-12-31',
             '-o', 'a.csv'))


def _entries(folder):
    return int(must(tem(folder, 'log', 'checkpoint')).splitlines()[1])


def _sound(folder):
    fsck = tem(folder, 'log', 'fsck')
    return [] if fsck.status == 0 else [f'fsck: {fsck.out}{fsck.err}'.strip()]


def _one_line(outcome, what):
    lines = outcome.err.splitlines()
    if outcome.status == 3 and len(lines) == 1 and lines[0].startswith('tem: '):
        return []
    return [f'{what}: status {outcome.status}, {outcome.err!r}']


def _mount(folder, options):
    os.makedirs(folder)
    return subprocess.run(['mount', '-t', 'tmpfs', '-o', options, 'tem-faults', folder],
                          capture_output=True).returncode == 0


def full_disk(folder, sample, rng):
    """A file system of 3 MB, filled up to the last block, then with ever more room."""
    if not _mount(folder, 'size=3m'):
        return [], 'skipped: no right to mount here'
    wrong, refused, done = [], 0, 0
    try:
        _registry(folder)
        for number in (0, 1, 3, 6, 12, 400) if sample else (*range(24), 32, 48, 64, 400):
            before = _entries(folder)
            with open(folder + '/filler', 'wb', buffering=0) as filler:
                try:
                    while filler.write(bytes(4096)):
                        pass
                except OSError:
                    pass
                size = os.fstat(filler.fileno()).st_size
                filler.truncate(max(0, size - 8192 * number))
            lot = f'F{number}'
            files = [f'{lot}.pdf', f'{lot}.csv']
            outcome = tem(folder, 'issue', *TEA, '--lot', lot, '--count', '9', *PRODUCED, '-o', files[0],
                          '-o', files[1], '--template', 'roll-50x30')
            os.unlink(folder + '/filler')
            done += outcome.status == 0
            refused += outcome.status != 0
            if outcome.status != 0:
                wrong += _one_line(outcome, f'{lot}')
            more = _entries(folder) - before
            if outcome.status == 0 and more != 1:
                wrong.append(f'{lot}: acknowledged, but not in the log')
            if outcome.status == 3 and more == 1 and 'all the same' not in outcome.err:
                wrong.append(f'{lot}: issued, but it says only: {outcome.err.strip()}')
            wrong += _sound(folder)
            for name in files:
                there = os.path.exists(f'{folder}/{name}')
                if outcome.status == 0 and not there:
                    wrong.append(f'{name}: acknowledged, but not there')
                if there and name.endswith('.csv') and tem(folder, 'verify', name).status != 0:
                    wrong.append(f'{name}: half a file')
                if there:
                    os.unlink(f'{folder}/{name}')
        if refused == 0 or done == 0:
            wrong.append(f'{refused} refused and {done} done: the disk was never full, or always')
    finally:
        subprocess.run(['umount', folder], check=True)
    return wrong, f'{refused} refused, {done} done'


def read_only(folder, sample, rng):
    """A file system that takes no writing: what cannot be done is said in a line, and nothing changes.
    SQLite cannot read a database in WAL mode there; beside a writer it can."""
    if not _mount(folder, 'size=8m'):
        return [], 'skipped: no right to mount here'
    wrong = []
    try:
        _registry(folder)
        subprocess.run(['mount', '-o', 'remount,ro', folder], check=True)
        for command in (['verify', 'a.csv'], ['log', 'checkpoint'], ['log', 'fsck'], ['lot', 'list']):
            if (outcome := tem(folder, *command)).status != 0:
                wrong += _one_line(outcome, command[0])
        for command in (['issue', *TEA, '--lot', 'B', '--count', '1', *PRODUCED],
                        ['print', *TEA, '--lot', 'A', '-o', 'b.csv'],
                        ['log', 'export', 'pub'], ['backup', 'b'], ['init', '--registry', 'r', '--demo']):
            wrong += _one_line(tem(folder, *command), command[0])
        subprocess.run(['mount', '-o', 'remount,rw', folder], check=True)
        wrong += _sound(folder)
        if tem(folder, 'verify', 'a.csv').status != 0:
            wrong.append('verify: not as before')
    finally:
        subprocess.run(['umount', folder], check=True)
    return wrong, '9 commands'


def two_writers(folder, sample, rng):
    """Several processes append at once: each is acknowledged and in the log, once."""
    _registry(folder)
    before, each = _entries(folder), 3 if sample else 12
    script = ('for i in $(seq {each}); do echo "{{\\"producer\\": \\"{who}-$i\\", \\"name\\": \\"X\\", '
              '\\"address\\": \\"Y\\", \\"country\\": \\"VN\\"}}" | tem producer add - || exit; done')
    writers = [subprocess.Popen(['bash', '-c', script.format(each=each, who=who)], cwd=folder,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
               for who in 'abc']
    said = [(one.communicate()[0], one.returncode) for one in writers]
    wrong = [f'a writer: {out.strip()}' for out, status in said if status != 0]
    there = [one['producer'] for one in json.loads(must(tem(folder, 'producer', 'list', '--json')))]
    missing = [f'{who}-{i}' for who in 'abc' for i in range(1, each + 1) if f'{who}-{i}' not in there]
    if missing or _entries(folder) != before + 3 * each:
        wrong.append(f'{_entries(folder) - before} entries of {3 * each}; missing {missing}')
    return wrong + _sound(folder), f'3 writers, {3 * each} facts'


def _verdicts(outcome):
    try:
        return [one['verdict'] for one in json.loads(outcome.out)]
    except ValueError:
        return None


def _turn(path, offset, bit):
    with open(path, 'r+b') as file:
        file.seek(offset)
        byte = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([byte ^ 1 << bit]))


def flipped_bits(folder, sample, rng):
    """A bit that turned in a file of the registry: `tem log fsck` says so, or the command that reads it,
    or nothing depends on it. No verdict changes unless fsck says that the ledger is damaged."""
    good = folder + '.good'
    _registry(good)
    must(tem(good, 'log', 'export', 'pub'))
    files = ['ledger.db', 'registry.toml', 'secrets/serial.secret', 'secrets/log.pem']
    wrong, told = [], {'found': 0, 'refused': 0, 'without effect': 0}
    right = _verdicts(tem(good, 'verify', 'a.csv', '--json'))
    for name in files:
        size = os.path.getsize(f'{good}/registry/{name}')
        for _ in range(2 if sample else 60):
            offset, bit = rng.randrange(size), rng.randrange(8)
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(good, folder)
            _turn(f'{folder}/registry/{name}', offset, bit)
            fsck = tem(folder, 'log', 'fsck')
            read = tem(folder, 'verify', 'a.csv', '--json')
            write = tem(folder, 'issue', *TEA, '--lot', 'B', '--count', '1', *PRODUCED)
            at = f'{name}, byte {offset}, bit {bit}'
            for outcome in (fsck, read, write):
                if outcome.status < 0:
                    wrong.append(f'{at}: ended by signal {-outcome.status}')
            verdicts = _verdicts(read) if read.status in (0, 1) else None
            if fsck.status == 0 and read.status in (0, 1) and verdicts != right:
                wrong.append(f'{at}: verdicts {verdicts}, and fsck says nothing')
            if fsck.status != 0 and write.status == 0:
                wrong.append(f'{at}: fsck says {(fsck.out + fsck.err).strip()}, and a fact was appended')
            kind = ('found' if fsck.status else
                    'refused' if read.status not in (0, 1) or write.status else 'without effect')
            told[kind] += 1
    wrong += _flipped_tiles(folder, good, sample, rng, told)
    return wrong, ', '.join(f'{count} {kind}' for kind, count in told.items())


def _flipped_tiles(folder, good, sample, rng, told):
    """In the exported log: whoever follows it is told which tile does not fit."""
    wrong = []
    vkey = must(tem(good, 'key', 'vkey')).strip()
    tiles = [os.path.join(at, name) for at, _, names in os.walk(good + '/pub') for name in names]
    for path in sorted(tiles):
        for _ in range(1 if sample else 20):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(good, folder)
            turned = folder + path.removeprefix(good)
            offset = rng.randrange(os.path.getsize(turned))
            _turn(turned, offset, rng.randrange(8))
            outcome = run_command(['tem', 'log', 'follow', 'pub', '--vkey', vkey, '-o', 'copy', '--base',
                                   'https://tem.example'], folder)
            if outcome.status not in (1, 2, 3) or len(outcome.err.splitlines()) != 1:
                wrong.append(f'{path.removeprefix(good)}, byte {offset}: {outcome.status} {outcome.err}')
            told['found'] += 1
    return wrong


ELSEWHERE = {'full-disk': full_disk, 'read-only': read_only, 'two-writers': two_writers,
             'flipped-bits': flipped_bits}
