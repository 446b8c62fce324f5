# What `cmake --install` puts where, in three components: `tem` and `temd`, the programs, and `dev`, the
# library for programs of other people: find_package(tem), targets tem::codec and tem::data.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS tem COMPONENT tem)
install(TARGETS temd COMPONENT temd)

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
