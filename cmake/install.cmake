# What `cmake --install` puts where, in three components: `tem` and `temd`, the programs, and `dev`, the
# library for programs of other people: find_package(tem), targets tem::codec and tem::data.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS tem COMPONENT tem)
install(TARGETS temd COMPONENT temd)

# What the programs say of themselves, in the builds that are made to be installed.
function(tem_install_manual program section)
  set(said ${CMAKE_BINARY_DIR}/said)
  file(MAKE_DIRECTORY ${said})
  set(page ${said}/${program}.${section}.gz)
  set(run $<TARGET_FILE:${program}>)
  add_custom_command(OUTPUT ${page} DEPENDS ${program} VERBATIM COMMAND sh -ec
    "$1 --man | gzip -9n > $2; for shell in bash zsh fish; do $1 --completion $shell > $3.$shell; done"
    sh ${run} ${page} ${said}/${program})
  add_custom_target(manual_of_${program} ALL DEPENDS ${page})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT ${program})
  install(FILES ${said}/${program}.bash RENAME ${program} COMPONENT ${program}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${said}/${program}.zsh RENAME _${program} COMPONENT ${program}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
  install(FILES ${said}/${program}.fish COMPONENT ${program}
          DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
endfunction()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  tem_install_manual(tem 1)
  tem_install_manual(temd 8)
endif()

# Static: the interface is C++ and still moves, and a program that is built with it keeps working.
foreach(layer codec data)
  set_target_properties(tem_${layer} PROPERTIES EXPORT_NAME ${layer})
  install(TARGETS tem_${layer} EXPORT tem-${layer}
          ARCHIVE COMPONENT dev
          FILE_SET HEADERS COMPONENT dev)
  install(EXPORT tem-${layer} NAMESPACE tem:: FILE tem-${layer}.cmake
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tem COMPONENT dev)
endforeach()
write_basic_package_version_file(${CMAKE_BINARY_DIR}/temConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES cmake/temConfig.cmake ${CMAKE_BINARY_DIR}/temConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tem COMPONENT dev)
