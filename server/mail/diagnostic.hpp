// What is wrong with a mail, and where. Nothing here refuses a mail: each defect comes with the
// best reading of what it spoils (RFC 7103).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace mailrig {

enum class Defect : std::uint8_t {
  // lines and octets
  bare_lf,
  bare_cr,
  nul,
  long_line,
  // header
  empty_message,
  no_header,
  no_header_end,
  not_a_field,
  continuation_first,
  bad_field_name,
  space_before_colon,
  mbox_line,
  header_octets,
  header_utf8,
  duplicate_field,
  missing_from,
  missing_date,
  bad_date,
  bad_address,
  bad_encoded_word,
  long_encoded_word,
  unknown_word_charset,
  // MIME structure
  missing_mime_version,
  bad_content_type,
  bad_parameter,
  duplicate_parameter,
  parameter_gap,
  encoded_word_in_parameter,
  missing_boundary,
  bad_boundary,
  boundary_reused,
  boundary_not_found,
  boundary_not_closed,
  encoded_container,
  too_deep,
  too_many_parts,
  // content of a part
  unknown_encoding,
  octets_in_7bit,
  bad_base64,
  truncated_base64,
  after_base64,
  bad_quoted_printable,
  bad_uuencode,
  unknown_charset,
  bad_charset_octets,
  missing_charset,
};

// As the API names it: "bare-lf".
std::string_view to_string(Defect defect);
// A sentence for people, with the rule that was broken.
std::string_view describe(Defect defect);
// The defect of that name, and all names in the order of the enumeration.
std::optional<Defect> parse_defect(std::string_view name);
std::vector<std::string_view> defect_names();

struct Diagnostic {
  Defect defect;
  std::uint32_t part = 0;   // index in the tree of parts
  std::size_t offset = 0;   // of the first such place in the message
  std::uint64_t count = 1;  // of such places in that part
};

// One entry for each kind of defect in each part, at most 1,000 of them.
class Diagnostics {
 public:
  void add(Defect defect, std::size_t offset, std::size_t part = 0);
  std::span<const Diagnostic> all() const { return all_; }
  // In the order of their offsets.
  void sort();

 private:
  std::vector<Diagnostic> all_;
};

// A place in a mail, for readers that know only a piece of it. A default one notes nothing.
struct Notes {
  Diagnostics* to = nullptr;
  std::size_t part = 0;
  std::size_t offset = 0;  // of the piece in the message

  void add(Defect defect, std::size_t at = 0) const {
    if (to) to->add(defect, offset + at, part);
  }
};

}  // namespace mailrig
