The programs are linked so that an error in memory is hard to use (an optimised build is looked at as
it was compiled, too, when packages are made):

  $ check="$TEM_SOURCE/scripts/check-hardening.sh"
  $ "$check" "$(command -v tem)" "$(command -v temd)"

What is missing is named, of a program that is linked with none of it:

  $ cat > small.c <<'END'
  > #include <stdio.h>
  > #define GREETING(n) void greet##n(const char* who) { char line[9000]; sprintf(line, #n "%s", who); puts(line); }
  > #define TEN(n) GREETING(n##0) GREETING(n##1) GREETING(n##2) GREETING(n##3) GREETING(n##4) \
  >   GREETING(n##5) GREETING(n##6) GREETING(n##7) GREETING(n##8) GREETING(n##9)
  > TEN(0) TEN(1) TEN(2) TEN(3) TEN(4) TEN(5) TEN(6) TEN(7) TEN(8) TEN(9)
  > int main(int argc, char** argv) { greet07(argv[0]); return argc - 1; }
  > END
  $ soft="-U_FORTIFY_SOURCE -fno-stack-protector -fno-stack-clash-protection -fcf-protection=none"
  $ gcc -w -O2 $soft -no-pie -fno-pie -Wl,-z,norelro,-z,lazy,-z,execstack,-rpath,/tmp small.c -o small 2> said
  $ "$check" small
  small: is loaded where every attacker knows: no position-independent executable (-pie)
  small: its relocations stay writable (-z relro)
  small: functions are bound late, through a writable table (-z now)
  small: its stack is executable (-z noexecstack)
  small: looks for libraries in a folder of its own (RPATH)
  [1]

  $ hard="-pie -fPIE -Wl,-z,relro,-z,now,-z,noexecstack"
  $ gcc -w -O2 $soft $hard small.c -o small && "$check" small
  $ "$check" --compiled small
  small: guards 0 frames, of 100 at least (-fstack-protector-strong)
  small: marks 2 targets of jumps, of 100 at least (-fcf-protection)
  small: a large frame can step over the guard page (-fstack-clash-protection)
  small: no call is checked for the size of its buffer (-D_FORTIFY_SOURCE=3, with optimisation)
  [1]

Compiled with all of it, nothing is missing:

  $ flags="-O2 -fPIE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection"
  $ flags="$flags -ftrivial-auto-var-init=zero"
  $ gcc -w $hard $flags small.c -o small
  $ "$check" --compiled small

A program does not show whether every file was compiled with all of it; the commands of the packages do:

  $ cmake -S "$TEM_SOURCE" --preset package -B package > log 2>&1 || cat log
  $ jq -r '.[].file' package/compile_commands.json | sort > compiled
  $ ls "$TEM_SOURCE"/{cli,server,*/src}/*.cpp | sort | comm -23 - compiled
  $ "$check" --flags package/compile_commands.json

What a file is compiled without is named; the last of its flags counts. Tests may do without, and the QR encoder
without zeroed variables:

  $ compile() { jq -n --arg file "/tem/$1" --arg command "c++ $2 -c $1" '{$file, $command, directory: "/tem"}'; }
  $ { compile data/src/whole.cpp "$flags"; compile label/src/library.cpp "-O3 $flags -fPIC"
  >   compile tests/unit/test_seal.cpp "-O2"; compile codec/src/qr_symbol.cpp "$flags -ftrivial-auto-var-init=uninitialized"
  >   } | jq -s > commands.json
  $ "$check" --flags commands.json
  $ { compile data/src/weak.cpp "$flags -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fno-stack-protector"
  >   compile data/src/qr_symbol.cpp "$flags -fcf-protection=none -ftrivial-auto-var-init=uninitialized -fno-pie"
  >   compile server/src/soft.cpp "-O0"; } | jq -s > commands.json
  $ "$check" --flags commands.json
  /tem/data/src/weak.cpp: compiled with -D_FORTIFY_SOURCE=2 instead of -D_FORTIFY_SOURCE=3
  /tem/data/src/weak.cpp: compiled with -fno-stack-protector instead of -fstack-protector-strong
  /tem/data/src/qr_symbol.cpp: compiled with -fcf-protection=none instead of -fcf-protection
  /tem/data/src/qr_symbol.cpp: compiled with -fno-pie instead of -fPIE
  /tem/data/src/qr_symbol.cpp: compiled with -ftrivial-auto-var-init=uninitialized instead of -ftrivial-auto-var-init=zero
  /tem/server/src/soft.cpp: compiled with -O0 instead of -O2
  /tem/server/src/soft.cpp: compiled with no -D_FORTIFY_SOURCE=3
  /tem/server/src/soft.cpp: compiled with no -fstack-protector-strong
  /tem/server/src/soft.cpp: compiled with no -fstack-clash-protection
  /tem/server/src/soft.cpp: compiled with no -fcf-protection
  /tem/server/src/soft.cpp: compiled with no -fPIE
  /tem/server/src/soft.cpp: compiled with no -ftrivial-auto-var-init=zero
  [1]
  $ compile tests/unit/test_seal.cpp "-O2" | jq -s > commands.json
  $ "$check" --flags commands.json
  check-hardening: commands.json: compiles no file of the programs
  [3]
  $ "$check" --flags small.c
  check-hardening: small.c: no commands that can be read
  [3]

  $ "$check"
  usage: check-hardening.sh [--compiled] PROGRAM... | --flags COMPILE_COMMANDS
  [2]
  $ "$check" small.c
  check-hardening: small.c: no program that can be read
  [3]
  $ "$check" nowhere
  check-hardening: nowhere: no program that can be read
  [3]
