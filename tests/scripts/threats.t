Every test that docs/threat-model.md names is there, and no threat is without one:

  $ cat > named.py << 'END'
  > import pathlib, re, sys
  > root = pathlib.Path(sys.argv[1])
  > page = (root / "docs/threat-model.md").read_text()
  > files = {file.name: file for file in (root / "tests").glob("*/*") if file.is_file()}
  > named = re.compile(r'`(\w+\.(?:cpp|t))`((?:,? "[^"]+")*)')
  > cases = 0
  > for file, titles in named.findall(page):
  >     if file not in files:
  >         print(f"{file}: there is no such test"); continue
  >     text = re.sub(r'TEST_CASE\(\s+"', 'TEST_CASE("', files[file].read_text())
  >     for title in re.findall('"([^"]+)"', titles):
  >         cases += 1
  >         starts = 'TEST_CASE("' + title if file.endswith(".cpp") else "\n" + title
  >         if starts not in "\n" + text: print(f"{file}: no case {title!r}")
  > threats = [row for row in page.split("## What is not stopped")[0].splitlines()
  >            if row.count(" | ") == 2 and "shown by" not in row and "---" not in row]
  > threats = threats[[i for i, row in enumerate(threats) if "a seal is invented" in row][0]:]
  > for row in threats:
  >     if not named.search(row): print("no test:", row)
  > if len(threats) < 60 or cases < 100: print(f"only {len(threats)} threats, {cases} cases were read")
  > END
  $ python3 named.py "$TEM_SOURCE"

One that is gone is noticed:

  $ mkdir -p other/docs other/tests; cp -r "$TEM_SOURCE"/tests/{unit,scripts,fuzz} other/tests/; rm other/tests/unit/test_tamper.cpp
  $ sed 's/"laws"/"lawless"/; s/`claims.t` "Five/`claims.t` "Six/' "$TEM_SOURCE/docs/threat-model.md" > other/docs/threat-model.md
  $ python3 named.py other | sort -u
  claims.t: no case "Six wrong codes lock the stamp's claims for an hour"
  test_digital_link.cpp: no case 'lawless'
  test_tamper.cpp: there is no such test

No core is dumped when a program that holds keys is aborted, whatever the limit:

  $ tem init --demo > log; tem witness init w --name w.example > log
  $ cat > dumps.py << 'END'
  > import os, resource, signal, subprocess, sys
  > hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
  > resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
  > child = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
  > child.stdout.readline()
  > child.send_signal(signal.SIGABRT)
  > status = os.waitpid(child.pid, 0)[1]
  > print(signal.Signals(os.WTERMSIG(status)).name, "with a core" if os.WCOREDUMP(status) else "and no core")
  > END
  $ python3 dumps.py temd --listen 127.0.0.1:0
  SIGABRT and no core
  $ python3 dumps.py tem witness serve w --listen 127.0.0.1:0
  SIGABRT and no core
