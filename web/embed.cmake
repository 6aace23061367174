# Writes the C++ file that carries web/dist: cmake -DDIST=… -DOUTPUT=… -P embed.cmake. Without DIST
# there is no page. Octets are written as string literals, which compile ten times as fast as arrays.
cmake_minimum_required(VERSION 3.25)

set(deepest 4) # slashes in a path of the page, at most, beyond the first
set(types js "text/javascript; charset=utf-8" css "text/css; charset=utf-8" svg image/svg+xml)

function(literal file variable)
  file(READ "${file}" hex HEX)
  if(ARGN) # gzip: the time of the packing is not part of the file (RFC 1952 §2.3.1: octets 4 to 7)
    string(SUBSTRING "${hex}" 0 8 head)
    string(SUBSTRING "${hex}" 16 -1 rest)
    set(hex "${head}00000000${rest}")
  endif()
  string(LENGTH "${hex}" length)
  math(EXPR size "${length} / 2")
  string(REPEAT "." 96 line)
  string(REGEX REPLACE "(${line})" "\\1\"\n\"" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" hex "${hex}")
  set(${variable} "std::string_view(\n\"${hex}\", ${size})" PARENT_SCOPE)
endfunction()

# One entry of a table.
function(entry file path type variable)
  file(SHA256 "${file}" hash)
  string(SUBSTRING "${hash}" 0 16 hash)
  file(ARCHIVE_CREATE OUTPUT "${work}/packed.gz" PATHS "${file}" FORMAT raw COMPRESSION GZip COMPRESSION_LEVEL 9)
  literal("${file}" octets)
  literal("${work}/packed.gz" gzip TRUE)
  set(${variable} "${${variable}}{\"${path}\", \"${type}\", ${octets}, ${gzip}, \"${hash}\"},\n" PARENT_SCOPE)
endfunction()

set(work "${OUTPUT}.d")
file(MAKE_DIRECTORY "${work}")
set(files "")
set(indexes "")
if(DIST)
  file(GLOB found "${DIST}/assets/*")
  list(SORT found)
  foreach(file IN LISTS found)
    get_filename_component(name "${file}" NAME)
    get_filename_component(ending "${file}" LAST_EXT)
    string(SUBSTRING "${ending}" 1 -1 ending)
    list(FIND types "${ending}" place)
    if(place EQUAL -1)
      message(FATAL_ERROR "web/embed.cmake knows no media type for ${name}")
    endif()
    math(EXPR place "${place} + 1")
    list(GET types ${place} type)
    entry("${file}" "/assets/${name}" "${type}" files)
  endforeach()
  file(READ "${DIST}/index.html" page)
  foreach(depth RANGE ${deepest})
    string(REPEAT "../" ${depth} up)
    string(REPLACE "\"./" "\"${up}" text "${page}")
    if(depth EQUAL 0)
      set(text "${page}")
    endif()
    file(WRITE "${work}/index.html" "${text}")
    entry("${work}/index.html" "${depth}" "text/html; charset=utf-8" indexes)
  endforeach()
endif()

# std::array, since a table may be empty.
string(REGEX MATCHALL "std::string_view" matches "${files}")
list(LENGTH matches count)
math(EXPR count "${count} / 2")
string(REGEX MATCHALL "std::string_view" matches "${indexes}")
list(LENGTH matches index_count)
math(EXPR index_count "${index_count} / 2")

file(WRITE "${OUTPUT}" "// Made by web/embed.cmake of web/dist.
#include <array>

#include \"api/asset.hpp\"

namespace mailrig::api {

std::span<const Asset> page_files() {
  static const std::array<Asset, ${count}> files = {{
${files}}};
  return files;
}

std::span<const Asset> page_indexes() {
  static const std::array<Asset, ${index_count}> indexes = {{
${indexes}}};
  return indexes;
}

}  // namespace mailrig::api
")
file(REMOVE_RECURSE "${work}")
