# What makes an error in memory end the program instead of serving whoever caused it; it is checked by
# scripts/check-hardening.sh, on the built programs and in the command that compiles each file.
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

# Zeroed variables cost nothing that could be measured (bench_stamp, bench_print: less than their
# noise of 2 %) but in the QR encoder, whose symbols a second fell by 6 % (bench_symbols: 57.4, 58.6 and
# 57.8 times libqrencode's with, 62.3 without). It is given no bytes from outside but a stamp's text.
if(TEM_HAS_ftrivial_auto_var_init_zero)
  set_source_files_properties(
    codec/src/qr_codewords.cpp codec/src/qr_encoder.cpp codec/src/qr_layout.cpp codec/src/qr_penalty.cpp
    codec/src/qr_segments.cpp codec/src/qr_symbol.cpp PROPERTIES
    COMPILE_OPTIONS $<${optimised}:-ftrivial-auto-var-init=uninitialized>)
endif()
