"""Faults that are no system call of one run: a disk that is full or read-only, several who write at
once, a bit that turned in a file.

Each takes a folder to make, a sample's size (0: all) and a random.Random, and gives the lines of what
is wrong and what was done in words; or raises Skipped.
"""
import contextlib
import glob
import json
import os
import shutil
import subprocess

from points import Outcome, Service, run_command
from scenarios import (PRODUCED, TEA, Cosign, Served, ask, is_clear, must, operator_token, producers,
                       stamps_in, stopped_clearly, tem)


class Skipped(Exception):
    """It cannot be done here, and why."""


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
    if outcome.status == 3 and len(lines) == 1 and is_clear(lines[0]):
        return []
    return [f'{what}: status {outcome.status}, {outcome.err!r}']


@contextlib.contextmanager
def _mounted(folder, options):
    os.makedirs(folder)
    if subprocess.run(['mount', '-t', 'tmpfs', '-o', options, 'tem-faults', folder],
                      capture_output=True).returncode != 0:
        raise Skipped('no right to mount here')
    try:
        yield
    finally:
        subprocess.run(['umount', folder], check=True)


@contextlib.contextmanager
def _filled(folder, blocks):
    """The disk is full but for some blocks of 8 KiB."""
    with open(folder + '/filler', 'wb', buffering=0) as filler:
        with contextlib.suppress(OSError):
            while filler.write(bytes(4096)):
                pass
        filler.truncate(max(0, os.fstat(filler.fileno()).st_size - 8192 * blocks))
    try:
        yield
    finally:
        os.unlink(folder + '/filler')


def full_disk(folder, sample, rng):
    """A file system of 3 MB, filled up to the last block, then with ever more room."""
    wrong, refused, done = [], 0, 0
    with _mounted(folder, 'size=3m'):
        _registry(folder)
        vkey = must(tem(folder, 'key', 'vkey')).strip()
        for number in (0, 3, 12, 400) if sample else (*range(24), 32, 48, 64, 400):
            before = _entries(folder)
            lot = f'F{number}'
            files = [f'{lot}.pdf', f'{lot}.csv']
            with _filled(folder, number):
                outcome = tem(folder, 'issue', *TEA, '--lot', lot, '--count', '9', *PRODUCED,
                              '-o', files[0], '-o', files[1], '--template', 'roll-50x30')
                told = [outcome, tem(folder, 'log', 'export', 'pub'), tem(folder, 'backup', 'b')]
            done += sum(one.status == 0 for one in told)
            refused += sum(one.status != 0 for one in told)
            for one, what in zip(told, ('issue', 'export', 'backup')):
                wrong += _one_line(one, f'{lot}: {what}') if one.status != 0 else []
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
            wrong += [f'{lot}: {line}' for line in _half_copies(folder, told[1], told[2], vkey)]
        if refused == 0 or done == 0:
            wrong.append(f'{refused} refused and {done} done: the disk was never full, or always')
    return wrong, f'{refused} refused, {done} done'


def _half_copies(folder, exported, backed_up, vkey):
    """An export and a backup: whole when acknowledged, else whole or not there; the export can go on."""
    follow = ['log', 'follow', 'pub', '--vkey', vkey, '-o', 'copy', '--base', 'https://tem.example']
    if exported.status == 0 or os.path.exists(folder + '/pub/checkpoint'):
        if (followed := tem(folder, *follow)).status != 0:
            yield f'export: half of it: {followed.err.strip()}'
    again = tem(folder, 'log', 'export', 'pub')
    if again.status != 0 or tem(folder, *follow).status != 0:
        yield f'export: once more: {again.err.strip()}'
    if backed_up.status == 0 or os.path.exists(folder + '/b'):
        if (checked := tem(folder, 'restore', 'b', '--check')).status != 0:
            yield f'backup: half of it: {checked.err.strip()}'
    for name in os.listdir(folder):
        if '.new-' in name:
            yield f'{name}: left over'
    for name in ('pub', 'copy', 'b'):
        shutil.rmtree(f'{folder}/{name}', ignore_errors=True)


def full_disk_served(folder, sample, rng):
    """temd on such a disk: what cannot be recorded is not answered, and it goes on when there is room."""
    wrong, refused = [], 0
    with _mounted(folder, 'size=3m'):
        rooms = (0,) if sample else (0, 1, 2, 3, 4, 6, 8, 12, 16, 24)
        must(tem(folder, 'init', '--demo'))
        must(tem(folder, 'issue', *TEA, '--lot', 'A', '--count', str(3 * len(rooms) + 2),
             *PRODUCED, '-o', 'a.ndjson'))
        stamps = stamps_in(folder + '/a.ndjson')
        settings = ('limits.gate_ms=1500',)
        served = Served(folder, operator_token(folder), settings=settings)
        looked, taken = [], []

        def use(number, stamp, producer, when, looks, facts=(200,)):
            if (status := served.look(stamp)) not in looks:
                wrong.append(f'{number}: a look {when} is answered {status}')
            if status == 200:
                looked.append(stamp['index'])
            if (told := served.tell(producer)) not in facts:
                wrong.append(f'{number}: a fact {when} is answered {told}')
            if told == 200:
                taken.append(producer)
            return (status != 200) + (told != 200)

        for number, room in enumerate(rooms):
            before, full, after = stamps[3 * number:3 * number + 3]
            use(room, before, f'before-{room}', 'before', (200,))
            with _filled(folder, room):
                refused += use(room, full, f'full-{room}', 'on the full disk', (200, 503), (200, 500, 503))
            use(room, after, f'after-{room}', 'after room was made', (200,))
        with _filled(folder, 0):
            ended = [served.service.end()]
            served = Served(folder, served.token, settings=settings)  # it serves, or says why not
            if served.service.url:
                refused += use('start', stamps[-2], 'start', 'on the full disk', (200, 503),
                               (200, 500, 503))
        if not served.service.url:
            ended.append(served.service.end())
            served = Served(folder, served.token, settings=settings)
        use('start', stamps[-1], 'start-after', 'after room was made', (200,))
        ended.append(served.service.end())
        for one in ended:
            if one.status != 0 and not (one.status == 3 and stopped_clearly(one)):
                wrong.append(f'temd ended with {one.status}: {one.err.strip()}')
        wrong += _sound(folder)
        kept = [one['index'] for one in json.loads(must(tem(folder, 'scans', 'list', '--limit', '1000',
                                                            '--json')))]
        lost = [f'stamp {index}' for index in looked if looked.count(index) > kept.count(index)]
        lost += [name for name in taken if name not in producers(folder)]
        if lost:
            wrong.append(f'answered, but not recorded: {lost}')
        if refused == 0:
            wrong.append('nothing was refused: the disk was never full')
    return wrong, f'{len(rooms)} times full, {len(looked)} looks, {len(taken)} facts, {refused} refused'


def read_only(folder, sample, rng):
    """A file system that takes no writing: what cannot be done is said in a line, and nothing changes.
    SQLite cannot read a database in WAL mode there; beside a writer it can."""
    wrong = []
    with _mounted(folder, 'size=8m'):
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
    return wrong, '9 commands'


def two_writers(folder, sample, rng):
    """Several processes append at once: each is acknowledged and in the log, once."""
    _registry(folder)
    served = Served(folder, operator_token(folder))
    before, each = _entries(folder), 3 if sample else 12
    script = ('for i in $(seq {each}); do echo "{{\\"producer\\": \\"{who}-$i\\", \\"name\\": \\"X\\", '
              '\\"address\\": \\"Y\\", \\"country\\": \\"VN\\"}}" | tem producer add - || exit; done')
    writers = [subprocess.Popen(['bash', '-c', script.format(each=each, who=who)], cwd=folder,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
               for who in 'abc']
    told = [served.tell(f'd-{i}') for i in range(1, each + 1)]
    said = [(one.communicate()[0], one.returncode) for one in writers]
    wrong = [f'a writer: {out.strip()}' for out, status in said if status != 0]
    ended = served.service.end()
    if told != [200] * each or ended.status != 0:
        wrong.append(f'temd: {told}, ended with {ended.status}: {ended.err.strip()}')
    there = producers(folder)
    missing = [f'{who}-{i}' for who in 'abcd' for i in range(1, each + 1) if f'{who}-{i}' not in there]
    if missing or _entries(folder) != before + 4 * each:
        wrong.append(f'{_entries(folder) - before} entries of {4 * each}; missing {missing}')
    return wrong + _sound(folder), f'3 writers and temd, {4 * each} facts'


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
    wrong += _flipped_beside(folder, sample, rng, told)
    wrong += _flipped_tiles(folder, good, sample, rng, told)
    return wrong, ', '.join(f'{count} {kind}' for kind, count in told.items())


# What reads a file that no verdict may depend on, besides `tem log fsck`, `verify` and `issue`.
_BESIDE = {
    'secrets/producer-*.pem': [],
    'ledger.head': [['log', 'checkpoint']],
    'cosignatures.db': [['log', 'witnesses'], ['log', 'checkpoint']],
    'witnesses.policy': [['log', 'witnesses']],
    'temd.toml': [],
    'prints.db': [['print', *TEA, '--lot', 'A', '-o', 'b.csv'],
                  ['print', *TEA, '--lot', 'A', '--again', '-o', 'c.csv']],
    'tokens.db': [['token', 'list']],
    'scans.db': [['scans', 'list'], ['scans', 'stats']],
}
_SERVED = ('cosignatures.db', 'witnesses.policy', 'temd.toml', 'tokens.db', 'scans.db')


def _with_all_files(folder):
    """A registry that was witnessed, printed and looked at; a stamp that was."""
    witnessed = Cosign()
    os.makedirs(folder)
    witnessed.base(folder)
    witness = witnessed.serve(folder)
    must(tem(folder, 'log', 'witness'))
    witness.end()
    must(tem(folder, 'issue', *TEA, '--lot', 'A', '--count', '3', *PRODUCED, '--expires', '2070-12-31',
             '-o', 'a.csv', '-o', 'a.ndjson', '-o', 'a.pdf'))
    with open(folder + '/registry/temd.toml', 'w') as settings:
        settings.write('threads = 1\nproxies = ["127.0.0.1"]\nretention_days = 90\n')
    stamps = stamps_in(folder + '/a.ndjson')
    served = Served(folder, operator_token(folder))
    for stamp in stamps:
        served.look(stamp)
    served.service.end()
    return stamps[0]


def _flipped_beside(folder, sample, rng, told):
    """In a file beside the ledger: nothing crashes, a refusal is one line, and no verdict of
    `tem verify` becomes another one. The databases have no hashes: what they say can change."""
    good, wrong = folder + '.all', []
    stamp = _with_all_files(good)
    right = _verdicts(tem(good, 'verify', 'a.csv', '--json'))
    for pattern, readers in _BESIDE.items():
        for _ in range(1 if sample else 30):
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(good, folder)
            turned = rng.choice(sorted(glob.glob(f'{folder}/registry/{pattern}')))
            offset, bit = rng.randrange(os.path.getsize(turned)), rng.randrange(8)
            _turn(turned, offset, bit)
            at = f'{turned.removeprefix(folder + "/registry/")}, byte {offset}, bit {bit}'
            verified = tem(folder, 'verify', 'a.csv', '--json')
            done = [verified, *(tem(folder, *words) for words in readers), tem(folder, 'log', 'fsck'),
                    tem(folder, 'issue', *TEA, '--lot', 'B', '--count', '1', *PRODUCED)]
            if pattern in _SERVED:
                done.append(_serve_flipped(folder, stamp))
            for one in done:
                lines = one.err.splitlines()
                if one.status < 0 or len(lines) > 1 or one.status > 0 and not one.out + one.err:
                    wrong.append(f'{at}: status {one.status}, {one.err!r}')
            if verified.status in (0, 1) and _verdicts(verified) != right:
                wrong.append(f'{at}: verdicts {_verdicts(verified)}')
            told['refused' if any(one.status for one in done) else 'without effect'] += 1
    return wrong


def _serve_flipped(folder, stamp):
    """temd starts and answers a look, whatever it is, or ends with a line."""
    service = Service(['temd', '--registry', 'registry', '--listen', '127.0.0.1:0'], folder,
                      folder + '.trace')
    if service.url:
        path = '/v' + stamp['uri'].removeprefix('https://tem.example')
        if not ask(service.url, 'GET', path)[0]:
            ended = service.end()
            return Outcome(-1, '', f'a look was not answered: {ended.err}', [])
    ended = service.end()
    ended.err = '\n'.join(line for line in ended.err.splitlines() if line.startswith('temd: '))
    return ended


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


ELSEWHERE = {'full-disk': full_disk, 'full-disk-temd': full_disk_served, 'read-only': read_only,
             'two-writers': two_writers, 'flipped-bits': flipped_bits}
