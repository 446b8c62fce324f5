# tem_embed(<target> <pattern>...): each file becomes a text constant of namespace tem::embedded,
# found by its name: embedded::file("schema.sql"). Declared in <build>/embedded/<target>.hpp.
function(tem_embed target)
  set(out ${CMAKE_BINARY_DIR}/embedded/${target}.cpp)
  set(files)
  foreach(pattern ${ARGN})
    file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${pattern})
    list(APPEND files ${found})
  endforeach()
  list(SORT files)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -D TARGET=${target} -D OUT=${out} -D "FILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed_files.cmake
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/cmake)
  set_source_files_properties(${out} PROPERTIES SKIP_LINTING ON)
endfunction()
