Every error and every finding of the tables, every rule of a history and every state is told by some test, and each
rule of the stamp has the test that its page names:

  $ cat > tested.py << 'END'
  > import pathlib, re, sys
  > root = pathlib.Path(sys.argv[1])
  > files = [file for file in (root / "tests").glob("*/*")
  >          if file.suffix in {".cpp", ".t", ".mjs"} and file.name != "tables.t"]
  > tests = "\n".join(file.read_text() for file in files)
  > told = 0
  > def tell(what, name, *ways):
  >     global told
  >     told += 1
  >     if not any(re.search(way, tests, re.M) for way in ways): print(f"{what} {name}: in no test")
  > def rows(file, macro):
  >     table = (root / file).read_text().split(f"#define {macro}(X)")[1].split("// clang-format on")[0]
  >     return re.findall(r'^  X\((\w+),[^"]*"([^"]+)"', table, re.M)
  > for name, title in rows("codec/include/tem/error.hpp", "TEM_ERRORS"):
  >     tell("error", name, rf"\b(?:ErrorCode|E)::{name}\b", rf'(?:"|^  ){name}(?:"|$)', re.escape(title))
  > for name, _ in rows("data/include/tem/verdict.hpp", "TEM_FINDINGS"):
  >     tell("finding", name, rf"Finding::{name}_\b")
  > for name in re.findall(r'Warning\{"(\w+)"', (root / "data/src/copy_rules.cpp").read_text()):
  >     tell("warning", name, rf'"{name}"')
  > for kind in ["CertificateState", "CheckMode", "StepKind"]:
  >     body = re.search(rf"enum class {kind} {{([^}}]*)}}", (root / "data/include/tem/verdict.hpp").read_text())[1]
  >     for name in re.findall(r"\w+", re.sub("//.*", "", body)):
  >         tell(kind, name, rf'{kind}::{name}\b|"{name}"')
  > page = (root / "docs/stamp-format.md").read_text().split("## Where each rule lives")[1].split("##")[0]
  > for name in re.findall(r"`(test_\w+)`", page):
  >     told += 1
  >     if not (root / f"tests/unit/{name}.cpp").exists(): print(f"{name}: there is no such test")
  > if told < 100: print(f"only {told} names were read")
  > END
  $ python3 tested.py "$TEM_SOURCE"

One that is in no test is noticed:

  $ mkdir other; cp -r "$TEM_SOURCE"/{codec,data,docs,tests} other/
  $ sed -i 's/^  X(bad_scheme,/  X(bad_schema,/; s/"not an http or https URI"/"has no URI for it"/' other/codec/include/tem/error.hpp
  $ sed -i 's/^  X(genuine,/  X(sincere,/' other/data/include/tem/verdict.hpp; rm other/tests/unit/test_seal.cpp
  $ python3 tested.py other
  error bad_schema: in no test
  finding sincere: in no test
  test_seal: there is no such test
