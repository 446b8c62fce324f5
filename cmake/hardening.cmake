# What makes an error in memory end the program instead of serving whoever caused it; on the built
# programs it is checked by scripts/check-hardening.sh.
#
# Compiled into the optimised builds only: without optimisation _FORTIFY_SOURCE does nothing, and the
# sanitizers of the other presets see more. Linked into every build.
include(CheckCXXCompilerFlag)

add_library(tem_hardening INTERFACE)
set(optimised "$<NOT:$<CONFIG:Debug>>")
# GCC 12 knows them all on x86-64; other compilers and machines take what they know.
foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection
             -ftrivial-auto-var-init=zero)
  string(MAKE_C_IDENTIFIER "TEM_HAS${flag}" known)
  check_cxx_compiler_flag(${flag} ${known})
  if(${known})
    target_compile_options(tem_hardening INTERFACE $<${optimised}:${flag}>)
  endif()
endforeach()
target_compile_options(tem_hardening INTERFACE
  "$<${optimised}:-fPIE;-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=3>")
target_link_options(tem_hardening INTERFACE
  $<${optimised}:-pie> LINKER:-z,relro,-z,now,-z,noexecstack)
