# What the Debian packages tem, temd and libtem-dev hold beside what cmake/install.cmake installs, and what
# they say of themselves. Of the preset `package` only, whose files go to /usr: `cpack` in its folder, or
# scripts/check-packages.sh.
if(NOT CMAKE_INSTALL_PREFIX STREQUAL "/usr")
  return()
endif()

set(debian ${CMAKE_SOURCE_DIR}/packaging/debian)
set(made ${CMAKE_BINARY_DIR}/packaging)
set(CPACK_PACKAGE_CONTACT "The authors of tem <tem@tem.example>")
execute_process(COMMAND date --rfc-email --utc -d ${TEM_VERSION_DATE}
                OUTPUT_VARIABLE version_time OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
configure_file(${debian}/changelog.in ${made}/changelog @ONLY)
# Policy §12: both stand in every package, the changelog compressed, without the time of day.
add_custom_command(OUTPUT ${made}/changelog.gz
                   COMMAND gzip -9nkf ${made}/changelog DEPENDS ${made}/changelog VERBATIM)
add_custom_target(changelog ALL DEPENDS ${made}/changelog.gz)
foreach(component tem temd dev)
  set(package ${component})
  if(component STREQUAL "dev")
    set(package libtem-dev)
  endif()
  install(FILES ${debian}/copyright ${made}/changelog.gz DESTINATION share/doc/${package}
          COMPONENT ${component})
endforeach()

install(FILES docs/operations.md DESTINATION share/doc/temd COMPONENT temd)
install(FILES packaging/temd.service DESTINATION /lib/systemd/system COMPONENT temd)
install(FILES packaging/temd.toml DESTINATION /etc/tem COMPONENT temd)
file(WRITE ${made}/conffiles "/etc/tem/temd.toml\n")

set(CPACK_GENERATOR DEB)
set(CPACK_COMPONENTS_ALL tem temd dev)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_SET_DESTDIR ON)  # for /etc and /lib
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_VENDOR tem)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each package has its own
set(CPACK_PACKAGE_HOMEPAGE_URL "https://tem.example")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_TEM_PACKAGE_NAME tem)
set(CPACK_DEBIAN_TEM_PACKAGE_SECTION utils)
set(CPACK_COMPONENT_TEM_DESCRIPTION "signed QR traceability stamps: issue, print, verify
The command line: makes a registry, issues lots of stamps, prints their labels,
and checks photographs, PDF files and lists of stamps.")
set(CPACK_DEBIAN_TEM_PACKAGE_DEPENDS "fonts-noto-core, fonts-noto-mono, poppler-utils, tzdata")
set(CPACK_DEBIAN_TEM_PACKAGE_RECOMMENDS "ca-certificates")

set(CPACK_DEBIAN_TEMD_PACKAGE_NAME temd)
set(CPACK_DEBIAN_TEMD_PACKAGE_SECTION net)
set(CPACK_COMPONENT_TEMD_DESCRIPTION "service that answers every scanned traceability stamp
Tells the phone of whoever scans a stamp whether it is genuine and why, records
the look, and serves the append-only log to whoever audits it.")
set(CPACK_DEBIAN_TEMD_PACKAGE_DEPENDS "adduser, fonts-noto-core, fonts-noto-mono, tzdata")
set(CPACK_DEBIAN_TEMD_PACKAGE_RECOMMENDS "ca-certificates, tem (= ${PROJECT_VERSION})")
set(CPACK_DEBIAN_TEMD_PACKAGE_CONTROL_EXTRA ${debian}/temd/postinst ${debian}/temd/prerm
    ${debian}/temd/postrm ${made}/conffiles)

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libtem-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_SHLIBDEPS OFF)
set(CPACK_COMPONENT_DEV_DESCRIPTION "signed QR traceability stamps: library for C++20
The static library and its headers: takes stamps apart, signs, draws, reads and
judges them. For CMake: find_package(tem).")
# Those of find_dependency in cmake/temConfig.cmake.
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libboost-json1.81-dev | libboost-json-dev (>= 1.81), \
libcurl4-openssl-dev, libheif-dev, libhowardhinnant-date-dev, libjpeg-dev, libpng-dev, libqrencode-dev, \
libsodium-dev, libsqlite3-dev, libsqlitecpp-dev, libssl-dev, libtiff-dev, libtomlplusplus-dev, libwebp-dev, \
libzbar-dev, libzxing-dev, pkg-config")

include(CPack)
