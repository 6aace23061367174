# find_package(mailrig) gives mailrig::rig, for programs and tests that carry a rig inside.
include(CMakeFindDependencyMacro)
find_dependency(Threads)
find_dependency(OpenSSL)
find_dependency(PkgConfig)
if(NOT TARGET PkgConfig::RE2)
  pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
endif()
include("${CMAKE_CURRENT_LIST_DIR}/mailrig-targets.cmake")
