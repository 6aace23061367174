// The body parts directly inside a multipart: RFC 2046 §5.1. All views point into the body.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace mailrig {

// Reads parts one after the other, without the line end before the next delimiter. Time is linear
// over all calls. What stands after the last delimiter that is not a closing one is a part too.
class PartReader {
 public:
  PartReader(std::string_view body, std::string_view boundary);
  std::optional<std::string_view> next();

 private:
  // Moves behind the next delimiter line; false if there is none. `before` is what stood there.
  bool skip_to_delimiter(std::string_view& before);

  std::string_view rest_;
  std::string delimiter_;
  bool closed_ = false;
};

}  // namespace mailrig
