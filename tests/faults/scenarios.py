"""What is done under a fault, and what must hold afterwards.

A scenario has `base(folder)`, done once; `run(folder, point, fault)`, an Outcome; and
`check(folder, outcome)`, which gives a line for each thing that is wrong.
"""
import filecmp
import http.client
import json
import os
import re

from points import Service, run_command, traced

TEA = ['--gtin', '08936000000011']
PRODUCED = ['--produced', '2026-11-01']
ANSWERED_STATUS = (0, 3)
ADVICE = re.compile(r'; \w\S* \S')  # what to do: "; free some room, then try again"


def tem(folder, *words, stdin=None):
    return run_command(['tem', *words], folder, stdin)


def must(outcome):
    if outcome.status != 0:
        raise SystemExit(f'faults: cannot prepare: {outcome.err}')
    return outcome.out


def is_clear(line, program='tem'):
    """It says who failed, at what, and what to do about it."""
    return bool(line.startswith(program + ': ') and 'Success' not in line and ADVICE.search(line))


def stopped_clearly(outcome):
    """A service that ended by itself says so, to whoever started it or in its log."""
    return any(is_clear(line, 'temd') or ' critical ' in line and ADVICE.search(line)
               for line in outcome.err.splitlines())


def went_on(outcome, file, taken):
    """After a failed sync of what it must not lose, a process takes nothing more of the kind."""
    failed = [call for call in outcome.injected if re.search(rf'f(data)?sync\(\d+<[^>]*{file}>', call)]
    if failed and sorted(taken, reverse=True) != taken:
        yield f'went on after a failed sync: {failed[0]}'


def tidy(folder, allowed):
    """Files that are neither expected nor named as unfinished."""
    return [n for n in os.listdir(folder) if n not in allowed and not n.endswith('.part')
            and not n.startswith('.')]


def left_over(folder, outcome):
    """Folders that are being made and were not taken away, by a process that was not hindered in it."""
    if outcome.status == 3 and not any('unlinkat(' in call for call in outcome.injected):
        for name in os.listdir(folder):
            if '.new-' in name:
                yield f'{name}: left over'


class Scenario:
    name = ''
    command = []
    stdin = None

    def base(self, folder):
        must(tem(folder, 'init', '--demo'))

    def run(self, folder, point=None, fault=None):
        return traced(self.command, folder, folder + '.trace', point, fault, self.stdin)

    def check(self, folder, outcome):
        return [*self.spoken(outcome), *self.sound(folder), *self.holds(folder, outcome)]

    def spoken(self, outcome):
        """It ends with a status of the table and one line that says what is wrong and what to do."""
        if outcome.status == -9 and not outcome.injected:
            return  # the kill that was asked for
        if outcome.status not in ANSWERED_STATUS:
            yield f'exit status {outcome.status}: {outcome.err.strip()}'
        lines = outcome.err.splitlines()
        if outcome.status == 3 and not (len(lines) == 1 and is_clear(lines[0])):
            yield f'not one clear line: {outcome.err!r}'

    def sound(self, folder):
        fsck = tem(folder, 'log', 'fsck')
        if fsck.status != 0:
            yield f'fsck: {fsck.out}{fsck.err}'.strip()

    def holds(self, folder, outcome):
        return ()


class Append(Scenario):
    """A fact: there when it was acknowledged; when it was not, the same command once more settles it."""
    name = 'append'
    command = ['tem', 'producer', 'add', '-', '--idempotency-key', 'k1']
    stdin = '{"producer": "x", "name": "X", "address": "Y", "country": "VN"}'

    def entries(self, folder):
        return int(must(tem(folder, 'log', 'checkpoint')).splitlines()[1])

    def count(self, folder):
        listed = json.loads(must(tem(folder, 'producer', 'list', '--json')))
        return sum(1 for one in listed if one['producer'] == 'x')

    def holds(self, folder, outcome):
        there = self.count(folder)
        if outcome.status == 0 and there != 1:
            yield 'acknowledged, but not there'
        if outcome.status == 3 and there == 1 and 'all the same' not in outcome.err:
            yield f'appended, but it says only: {outcome.err.strip()}'
        again = tem(folder, *self.command[1:], stdin=self.stdin)
        if again.status != 0:
            yield f'once more: {again.err.strip()}'
        if self.count(folder) != 1:
            yield 'not there after the same command once more'
        yield from self.sound(folder)


class Print(Scenario):
    """Stamps that were issued, printed: every file whole, or not there and can be made."""
    name = 'print'
    files = ['a.pdf', 'a.csv', 'a.zpl', 'a.png']
    command = ['tem', 'print', *TEA, '--lot', 'A', '--range', '0-9', '--template', 'roll-50x30']

    def base(self, folder):
        super().base(folder)
        must(tem(folder, 'issue', *TEA, '--lot', 'A', '--count', '10', *PRODUCED))
        self.command = [*self.command, *(w for f in self.files for w in ('-o', f))]
        self.good = None  # what the run without a fault made

    def made(self, folder):
        return [n for n in sorted(os.listdir(folder)) if re.match(r'a(-\d+)?\.\w+$', n)]

    def run(self, folder, point=None, fault=None):
        outcome = super().run(folder, point, fault)
        if self.good is None:
            self.good = {n: self.content(f'{folder}/{n}') for n in self.made(folder)}
        return outcome

    def content(self, path):
        with open(path, 'rb') as file:
            content = file.read()
        return re.sub(rb'/(CreationDate|ID) ?[(\[][^)\]]*[)\]]', b'', content)

    def whole(self, folder):
        for name in self.made(folder):
            if self.content(f'{folder}/{name}') != self.good.get(name):
                yield f'{name}: half a file, or another one'

    def holds(self, folder, outcome):
        yield from self.whole(folder)
        if outcome.status == 0 and self.made(folder) != sorted(self.good):
            yield f'acknowledged, but only {self.made(folder)} are there'
        again = tem(folder, *self.command[1:])
        if again.status == 2 and '--again' in again.err:
            again = tem(folder, *self.command[1:], '--again')
        if again.status != 0:
            yield f'once more: {again.err.strip()}'
        elif self.made(folder) != sorted(self.good):
            yield f'once more: only {self.made(folder)} are there'
        yield from self.whole(folder)
        for left in tidy(folder, ['registry', *self.good]):
            yield f'{left}: left over'


class Issue(Print):
    """Stamps issued to a list: both or neither; when the list was not written it can be."""
    name = 'issue'
    files = ['a.csv']
    command = ['tem', 'issue', *TEA, '--lot', 'A', '--count', '10', *PRODUCED, '-o', 'a.csv']

    def base(self, folder):
        Scenario.base(self, folder)
        self.good = None

    def content(self, path):
        with open(path, 'rb') as file:
            return file.read().count(b'\n'), b'a.csv'

    def holds(self, folder, outcome):
        issued = [lot for lot in json.loads(must(tem(folder, 'lot', 'list', '--json')))
                  if lot['lot'] == 'A']
        if outcome.status == 0 and not issued:
            yield 'acknowledged, but not issued'
        if self.made(folder) and not issued:
            yield 'written, but not issued'
        if outcome.status == 3 and issued and 'all the same' not in outcome.err:
            yield f'issued, but it says only: {outcome.err.strip()}'
        yield from self.whole(folder)
        if issued and not self.made(folder):
            printed = tem(folder, 'print', *TEA, '--lot', 'A', '-o', 'a.csv')
            if printed.status != 0:
                yield f'print: {printed.err.strip()}'
        elif not issued and tem(folder, *self.command[1:]).status != 0:
            yield 'once more: cannot be issued'
        yield from self.whole(folder)
        verified = tem(folder, 'verify', 'a.csv')
        if verified.status != 0:
            yield f'verify: {verified.out}{verified.err}'.strip()


class Init(Scenario):
    """A registry's folder: whole, or not there."""
    name = 'init'
    command = ['tem', 'init', '--demo']
    made = 'registry'

    def base(self, folder):
        pass

    def check(self, folder, outcome):
        yield from self.spoken(outcome)
        yield from left_over(folder, outcome)
        there = os.path.exists(f'{folder}/{self.made}')
        if outcome.status == 0 and not there:
            yield 'acknowledged, but not there'
        if not there:
            again = tem(folder, *self.command[1:])
            if again.status != 0:
                yield f'once more: {again.err.strip()}'
        yield from self.sound(folder)


class WitnessInit(Init):
    """A witness's folder: whole, or not there."""
    name = 'witness-init'
    command = ['tem', 'witness', 'init', 'w', '--name', 'witness.example']
    made = 'w'

    def sound(self, folder):
        shown = tem(folder, 'witness', 'show', 'w')
        if shown.status != 0:
            yield f'no witness: {shown.err.strip()}'


class Export(Scenario):
    """The log as static files, a part of which was there: readable at once, whole after one more run."""
    name = 'export'
    command = ['tem', 'log', 'export', 'pub']

    def base(self, folder):
        super().base(folder)
        must(tem(folder, 'log', 'export', 'pub'))
        must(tem(folder, 'issue', *TEA, '--lot', 'A', '--count', '3', *PRODUCED))
        self.vkey = must(tem(folder, 'key', 'vkey')).strip()

    def holds(self, folder, outcome):
        if outcome.status == 0 and filecmp.cmp(folder + '/pub/checkpoint', folder + '/old', False):
            yield 'acknowledged, but the checkpoint is the old one'
        yield from self.followed(folder, 'at once')
        again = tem(folder, *self.command[1:])
        if again.status != 0:
            yield f'once more: {again.err.strip()}'
        if must(tem(folder, 'log', 'checkpoint')) != open(folder + '/pub/checkpoint').read():
            yield 'the checkpoint is not that of the log after one more run'
        yield from self.followed(folder, 'after one more run')

    def run(self, folder, point=None, fault=None):
        os.link(folder + '/pub/checkpoint', folder + '/old')
        return super().run(folder, point, fault)

    def followed(self, folder, when):
        copy = f'copy-{len(os.listdir(folder))}'
        done = tem(folder, 'log', 'follow', 'pub', '--vkey', self.vkey, '-o', copy,
                   '--base', 'https://tem.example')
        if done.status != 0:
            yield f'{when} it cannot be followed: {done.err.strip()}'


class Follow(Scenario):
    """A checked copy of a log, made or grown: sound whenever it is there, the log's after one more run."""
    name = 'follow'

    def base(self, folder):
        super().base(folder)
        must(tem(folder, 'log', 'export', 'pub'))
        self.command = ['tem', 'log', 'follow', 'pub', '--vkey', must(tem(folder, 'key', 'vkey')).strip(),
                        '-o', 'copy', '--base', 'https://tem.example']

    def sound(self, folder):
        if not os.path.exists(folder + '/copy/checkpoint'):
            return  # never acknowledged
        fsck = tem(folder, 'log', 'fsck', '--registry', 'copy')
        if fsck.status != 0:
            yield f'fsck: {fsck.out}{fsck.err}'.strip()

    def holds(self, folder, outcome):
        if outcome.status == 0 and not os.path.exists(folder + '/copy/checkpoint'):
            yield 'acknowledged, but not there'
        again = tem(folder, *self.command[1:])
        if again.status != 0:
            yield f'once more: {again.err.strip()}'
        yield from self.sound(folder)
        if not filecmp.cmp(folder + '/pub/checkpoint', folder + '/copy/checkpoint', False):
            yield 'another checkpoint after one more run'


class FollowOn(Follow):
    name = 'follow-on'

    def base(self, folder):
        super().base(folder)
        must(tem(folder, *self.command[1:]))
        must(tem(folder, 'issue', *TEA, '--lot', 'A', '--count', '3', *PRODUCED))
        must(tem(folder, 'log', 'export', 'pub'))


class Backup(Scenario):
    """A backup: whole, or not there."""
    name = 'backup'
    command = ['tem', 'backup', 'b']

    def holds(self, folder, outcome):
        there = os.path.exists(folder + '/b')
        if outcome.status == 0 and not there:
            yield 'acknowledged, but not there'
        if not there and (again := tem(folder, *self.command[1:])).status != 0:
            yield f'once more: {again.err.strip()}'
        elif (checked := tem(folder, 'restore', 'b', '--check')).status != 0:
            yield f'not whole: {checked.err.strip()}'
        yield from left_over(folder, outcome)


class Restore(Scenario):
    """A registry out of a backup: whole and held back from appending, or not there."""
    name = 'restore'
    command = ['tem', 'restore', 'old', '--registry', 'back']

    def base(self, folder):
        super().base(folder)
        must(tem(folder, 'backup', 'old', '--with-keys'))

    def holds(self, folder, outcome):
        there = os.path.exists(folder + '/back')
        if outcome.status == 0 and not there:
            yield 'acknowledged, but not there'
        if not there and (again := tem(folder, *self.command[1:])).status != 0:
            yield f'once more: {again.err.strip()}'
            return
        if (fsck := tem(folder, 'log', 'fsck', '--registry', 'back')).status != 0:
            yield f'fsck: {fsck.out}{fsck.err}'.strip()
        if not os.path.exists(folder + '/back/ledger.hold'):
            yield 'takes facts before it was compared'
        yield from left_over(folder, outcome)


def ask(url, method, target, body=None, headers=None):
    """Status and body; status 0 when there was no answer."""
    host = url.removeprefix('http://').rstrip('/')
    line = http.client.HTTPConnection(host, timeout=20)
    try:
        line.request(method, target, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.read().decode(errors='replace')
    except (OSError, http.client.HTTPException):
        return 0, ''
    finally:
        line.close()


def stamps_in(file):
    with open(file) as lines:
        return [json.loads(line) for line in lines]


def producers(folder):
    return [one['producer'] for one in json.loads(must(tem(folder, 'producer', 'list', '--json')))]


def operator_token(folder):
    return json.loads(must(tem(folder, 'token', 'new', '--role', 'operator', '--days', '9',
                               '--json')))['token']


class Served:
    """A temd of one thread that is asked to record looks and to take facts, struck or not."""

    def __init__(self, folder, token, point=None, fault=None, settings=()):
        self.token = token
        self.service = Service(
            ['temd', '--registry', 'registry', '--listen', '127.0.0.1:0', '--threads', '1',
             '--set', 'proxies=["127.0.0.1"]', *(word for one in settings for word in ('--set', one))],
            folder, folder + '.trace', point, fault)

    def look(self, stamp):
        """The status; each stamp is looked at from an address of its own."""
        path = '/v' + stamp['uri'].removeprefix('https://tem.example')
        return ask(self.service.url, 'GET', path, headers={
            'X-Forwarded-For': f'10.0.0.{stamp["index"] + 1}', 'Accept': 'text/html'})[0]

    def tell(self, producer):
        """The status of a fact."""
        fact = {'type': 'producer.registered', 'producer': producer, 'name': 'X', 'address': 'Y',
                'country': 'VN'}
        return ask(self.service.url, 'POST', '/api/v1/facts', json.dumps(fact), {
            'Content-Type': 'application/json', 'Authorization': 'Bearer ' + self.token})[0]


class Scan(Scenario):
    """temd: looks, claims and reports that it answered with 2xx are recorded, facts are in the log."""
    name = 'scan'
    looks = 4

    def base(self, folder):
        super().base(folder)
        must(tem(folder, 'issue', *TEA, '--lot', 'A', '--count', str(self.looks), *PRODUCED,
                 '-o', 'a.ndjson'))
        self.stamps = stamps_in(folder + '/a.ndjson')
        must(tem(folder, 'print', *TEA, '--lot', 'A', '--range', '0', '--hidden-code',
                 '-o', 'codes.ndjson'))
        self.code = stamps_in(folder + '/codes.ndjson')[0]['hidden_code']
        self.token = operator_token(folder)

    def run(self, folder, point=None, fault=None):
        served = Served(folder, self.token, point, fault)
        url = served.service.url
        self.answered, self.taken, self.looked, self.told = [], [], [], []
        self.claimed = self.reported = False
        for number, stamp in enumerate(self.stamps if url else ()):
            self.looked.append(served.look(stamp) == 200)
            if self.looked[-1]:
                self.answered.append(stamp['index'])
            self.told.append(served.tell(f'p{number}') in (200, 201))
            if self.told[-1]:
                self.taken.append(f'p{number}')
        if url:
            self.complain(url, self.stamps[0]['uri'])
        return served.service.end()

    def complain(self, url, uri):
        """A buyer claims the stamp, then reports it."""
        def send(target, fields):
            return ask(url, 'POST', target, json.dumps({'uri': uri, **fields}), {
                'Content-Type': 'application/json', 'X-Forwarded-For': '10.0.1.1'})

        status, body = send('/api/v1/claims', {'code': self.code})
        self.claimed = status == 200 and json.loads(body)['outcome'] == 'claimed'
        self.looked.append(self.claimed)
        status, _ = send('/api/v1/reports', {'text': 'Mùi lạ'})
        self.reported = status == 201
        self.looked.append(self.reported)

    def spoken(self, outcome):
        if outcome.status == -9 and not outcome.injected:
            return
        if outcome.status not in ANSWERED_STATUS:
            yield f'exit status {outcome.status}: {outcome.err.strip()}'
        if outcome.status == 3 and not stopped_clearly(outcome):
            yield f'stopped without a clear word: {outcome.err!r}'

    def holds(self, folder, outcome):
        if not outcome.injected and outcome.status == 0 and not all(self.looked + self.told):
            yield 'not answered, without a fault'
        listing = 'scans', 'list', '--limit', '100000', '--json'
        scans = tem(folder, *listing)
        if scans.status != 0:  # a -wal that could not be removed is mended by whoever may write
            tem(folder, 'scans', 'prune', '--older-than', '36500d')
            scans = tem(folder, *listing)
        kept = [scan['index'] for scan in json.loads(scans.out)] if scans.status == 0 else []
        if missing := [index for index in self.answered if index not in kept]:
            yield f'answered, but not recorded: stamps {missing} ({scans.err.strip()})'
        stats = json.loads(tem(folder, 'scans', 'stats', '--json').out or '{}')
        for acknowledged, what in ((self.claimed, 'claims'), (self.reported, 'reports')):
            if acknowledged and stats.get(what) != 1:
                yield f'answered, but not recorded: {what}'
        there = producers(folder)
        if missing := [name for name in self.taken if name not in there]:
            yield f'taken, but not in the log: {missing}'
        yield from went_on(outcome, 'scans.db-wal', self.looked)
        yield from went_on(outcome, 'ledger.db-wal', self.told)
        service = Service(['temd', '--registry', 'registry', '--listen', '127.0.0.1:0', '--threads', '1'],
                          folder, folder + '.again')
        if not service.url:
            yield f'does not start again: {service.end().err.strip()}'
        elif service.end().status != 0:
            yield 'started again, but does not end'


class Cosign(Scenario):
    """A log's own side of witnessing: the witness stays up, the one that asks is struck."""
    name = 'cosign'
    command = ['tem', 'log', 'witness']

    def base(self, folder):
        super().base(folder)
        self.log = must(tem(folder, 'key', 'vkey')).strip()
        self.witness = must(tem(folder, 'witness', 'init', 'w', '--name', 'witness.example')).strip()
        must(tem(folder, 'witness', 'add-log', 'w', self.log))

    def serve(self, folder, point=None, fault=None):
        service = Service(['tem', 'witness', 'serve', 'w', '--listen', '127.0.0.1:0'], folder,
                          folder + '.witness', point, fault)
        with open(folder + '/registry/witnesses.policy', 'w') as policy:
            policy.write(f'witness w {self.witness} {service.url or "http://127.0.0.1:9"}\nquorum w\n')
        return service

    def run(self, folder, point=None, fault=None):
        service = self.serve(folder)
        outcome = super().run(folder, point, fault)
        service.end()
        return outcome

    def spoken(self, outcome):
        if outcome.status == 1 and not outcome.err:
            return ()  # asked, and the quorum is not met: said on standard output
        return super().spoken(outcome)

    def holds(self, folder, outcome):
        noted = must(tem(folder, 'log', 'checkpoint'))
        if outcome.status == 0 and 'witness.example' not in noted:
            yield 'acknowledged, but without the cosignature'
        shown = must(tem(folder, 'witness', 'show', 'w'))
        size = int(must(tem(folder, 'log', 'checkpoint')).splitlines()[1])
        if 'witness.example' in noted and f' {size} ' not in ' '.join(shown.split()) + ' ':
            yield f'cosigned, but the witness knows nothing of it: {shown}'
        service = self.serve(folder)
        again = tem(folder, *self.command[1:])
        if again.status != 0:
            yield f'once more: {again.out}{again.err}'.strip()
        service.end()


class Witness(Cosign):
    """The witness is struck: a cosignature that it gave is remembered by it."""
    name = 'witness'
    asks = 3  # it has two threads, each of which can be struck once

    def run(self, folder, point=None, fault=None):
        service = self.serve(folder, point, fault)
        self.asked = [tem(folder, *self.command[1:]) for _ in range(self.asks)]
        return service.end()

    def holds(self, folder, outcome):
        cosigned = [one.status == 0 for one in self.asked]
        if not outcome.injected and outcome.status == 0 and not all(cosigned):
            yield 'not cosigned, without a fault'
        yield from went_on(outcome, r'witness\.db(-wal)?', cosigned)
        yield from super().holds(folder, min(self.asked, key=lambda one: one.status))

    def spoken(self, outcome):
        if outcome.status == -9 and not outcome.injected:
            return
        if outcome.status not in ANSWERED_STATUS:
            yield f'exit status {outcome.status}: {outcome.err.strip()}'


SCENARIOS = {each.name: each for each in
             (Append, Issue, Print, Init, Export, Follow, FollowOn, Backup, Restore, Scan, WitnessInit,
              Cosign, Witness)}
