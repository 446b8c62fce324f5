# find_package(tem [COMPONENTS codec data]): the target of each, both when none is named.
#
#   tem::codec   a stamp: its text, seal, serial, QR symbol, pictures
#   tem::data    what is known of it: proofs, the ledger, the verdict
include(CMakeFindDependencyMacro)

if(NOT tem_FIND_COMPONENTS)
  set(tem_FIND_COMPONENTS codec data)
endif()
foreach(component ${tem_FIND_COMPONENTS})
  if(NOT component MATCHES "^(codec|data)$")
    set(tem_FOUND FALSE)
    set(tem_NOT_FOUND_MESSAGE "tem has no component ${component}; it has codec and data")
    return()
  endif()
endforeach()

# data stands on codec.
find_dependency(PkgConfig)
find_dependency(OpenSSL 3.0)
find_dependency(ZXing)
find_dependency(JPEG)
find_dependency(PNG)
find_dependency(TIFF)
pkg_check_modules(SODIUM REQUIRED QUIET IMPORTED_TARGET libsodium)
pkg_check_modules(QRENCODE REQUIRED QUIET IMPORTED_TARGET libqrencode)
pkg_check_modules(WEBP REQUIRED QUIET IMPORTED_TARGET libwebp libwebpdemux)
pkg_check_modules(HEIF REQUIRED QUIET IMPORTED_TARGET libheif)
pkg_check_modules(ZBAR REQUIRED QUIET IMPORTED_TARGET zbar)
include(${CMAKE_CURRENT_LIST_DIR}/tem-codec.cmake)

if("data" IN_LIST tem_FIND_COMPONENTS)
  find_dependency(SQLiteCpp)
  find_dependency(Boost 1.81 COMPONENTS json)
  find_dependency(tomlplusplus)
  find_dependency(date)
  find_dependency(CURL 7.85)
  include(${CMAKE_CURRENT_LIST_DIR}/tem-data.cmake)
endif()
