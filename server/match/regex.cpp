// The one file with RE2.
#include "match/regex.hpp"

#include <re2/re2.h>

#include <cstdint>
#include <string>

namespace mailrig {
namespace {

constexpr std::int64_t memory_of_an_expression = 1 << 20;
constexpr std::size_t max_expression = 4096;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// What people write for other engines, and why it is refused here.
std::string advice(const re2::RE2& compiled, std::string_view expression) {
  const bool perl = compiled.error_code() == re2::RE2::ErrorBadPerlOp;
  if (perl || has(expression, "(?=") || has(expression, "(?!") || has(expression, "(?<="))
    return "; look-around such as (?=…) and (?<!…) is not supported (RE2 syntax)";
  const std::string& wrong = compiled.error_arg();
  if (compiled.error_code() == re2::RE2::ErrorBadEscape && wrong.size() == 2 && wrong[1] >= '1' &&
      wrong[1] <= '9')
    return "; back-references are not supported (RE2 syntax)";
  return {};
}

}  // namespace

Result<Regex> Regex::compile(std::string_view expression, Case letters) {
  if (expression.size() > max_expression)
    return Error{"the regular expression is longer than " + std::to_string(max_expression) +
                 " octets"};
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_of_an_expression);
  options.set_case_sensitive(letters == Case::sensitive);
  auto compiled = std::make_shared<const re2::RE2>(
      re2::StringPiece(expression.data(), expression.size()), options);
  if (!compiled->ok())
    return Error{"the regular expression /" + std::string(expression) +
                 "/ is not valid: " + compiled->error() + advice(*compiled, expression)};
  return Regex(std::move(compiled));
}

bool Regex::found_in(std::string_view text) const {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

}  // namespace mailrig
