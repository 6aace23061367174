# Writes the files of scenarios/ into one unit: name and text of each. Made anew when one changes.
file(GLOB shipped_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/scenarios/*.json)
list(FILTER shipped_files EXCLUDE REGEX "/schema\\.json$")
list(SORT shipped_files)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${shipped_files})

set(shipped_entries "")
foreach(file IN LISTS shipped_files)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND shipped_entries "    {\"${name}\", R\"json(${text})json\"},\n")
endforeach()
set(shipped_text "// Made of scenarios/*.json when the build is configured.
#include \"json/shipped.hpp\"

namespace mailrig::json {
namespace {

struct Entry {
  std::string_view name, text;
};
constexpr Entry entries[] = {
${shipped_entries}};

}  // namespace

std::vector<std::string_view> shipped_scenarios() {
  std::vector<std::string_view> names;
  for (const Entry& entry : entries) names.push_back(entry.name);
  return names;
}

std::optional<std::string_view> shipped_scenario(std::string_view name) {
  for (const Entry& entry : entries)
    if (entry.name == name) return entry.text;
  return std::nullopt;
}

}  // namespace mailrig::json
")
set(shipped_unit ${CMAKE_CURRENT_BINARY_DIR}/shipped.cpp)
set(shipped_before "")
if(EXISTS ${shipped_unit})
  file(READ ${shipped_unit} shipped_before)
endif()
if(NOT shipped_before STREQUAL shipped_text)
  file(WRITE ${shipped_unit} "${shipped_text}")
endif()
