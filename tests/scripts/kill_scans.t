A service that is killed at any moment under load has every scan that it answered: counted one by one.

  $ tem init --demo > log
  $ tem issue --gtin 08936000000011 --lot L2611A --count 20 --produced 2026-11-01 \
  >   --expires 2070-12-31 -o a.ndjson > log
  $ cat > looks.py <<'END'
  > import http.client, json, sys, threading
  > port, run = int(sys.argv[1]), sys.argv[2]
  > stamps = [json.loads(line) for line in open('a.ndjson')]
  > answered, lock = [], threading.Lock()
  > def shopper(number):
  >     try:
  >         line = http.client.HTTPConnection('127.0.0.1', port, timeout=20)
  >         for i in range(60000):  # another address each time: another client
  >             stamp = stamps[(number + i) % len(stamps)]
  >             line.request('GET', '/v' + stamp['uri'].removeprefix('https://tem.example'),
  >                          headers={'X-Forwarded-For': f'10.{16 * int(run) + number}.{i // 250}.{i % 250}',
  >                                   'Accept': 'text/html'})
  >             answer = line.getresponse()
  >             answer.read()
  >             if answer.status == 200:
  >                 with lock: answered.append(stamp['index'])
  >     except (OSError, http.client.HTTPException): pass  # it was killed
  > threads = [threading.Thread(target=shopper, args=(n,)) for n in range(16)]
  > for each in threads: each.start()
  > for each in threads: each.join()
  > with open('answered', 'a') as out: out.writelines(f'{index}\n' for index in answered)
  > END
  $ for run in 1 2 3 4 5 6; do
  >   rm -f line
  >   temd --threads 4 --listen 127.0.0.1:0 --set 'proxies=["127.0.0.1"]' > line 2>> service-log & service=$!
  >   for wait in $(seq 400); do [ -s line ] && break; sleep 0.05; done
  >   port=$(sed -n 's/^temd: listening on .*:\([0-9]*\)$/\1/p' line)
  >   python3 looks.py $port $run & looks=$!
  >   sleep 0.$((run + 3)); kill -9 $service; wait $looks $service
  >   tem log fsck > said || cat said
  > done 2> killed
  $ [ $(wc -l < answered) -gt 20 ] && echo many were answered
  many were answered

Of each stamp at least as many scans as were answered; more only by those in flight at a kill:

  $ tem scans list --limit 100000 --json > scans.json
  $ python3 - <<'END'
  > import collections, json
  > answered = collections.Counter(int(line) for line in open('answered'))
  > kept = collections.Counter(scan['index'] for scan in json.load(open('scans.json')))
  > for index, count in answered.items():
  >     if kept[index] < count: print(f'stamp {index}: {count} answered, {kept[index]} kept')
  > if sum(kept.values()) > sum(answered.values()) + 6 * 16: print('more than was ever asked')
  > END
  $ [ $(jq length scans.json) = $(tem scans stats --json | jq .scans) ] && echo counters agree
  counters agree

What is told of the stamps counts the same scans, out of the files as the killed service left them, and when
another has served:

  $ told() { tem verify --json $(jq -r .uri a.ndjson) | jq '[.[].history.scans] | add'; }
  $ [ $(told) = $(jq length scans.json) ] && echo stories agree
  stories agree
  $ rm line; temd --listen 127.0.0.1:0 > line 2>> service-log & service=$!
  $ for wait in $(seq 400); do [ -s line ] && break; sleep 0.05; done
  $ kill $service; wait $service
  $ [ $(told) = $(jq length scans.json) ] && echo stories agree
  stories agree
