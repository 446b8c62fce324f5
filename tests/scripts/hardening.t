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

  $ gcc -w -O2 $hard -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
  >   -fcf-protection small.c -o small
  $ "$check" --compiled small

  $ "$check"
  usage: check-hardening.sh [--compiled] PROGRAM...
  [2]
  $ "$check" small.c
  check-hardening: small.c: no program that can be read
  [3]
  $ "$check" nowhere
  check-hardening: nowhere: no program that can be read
  [3]
