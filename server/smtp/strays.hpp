// What in mail data a receiver's profile may mind, and what the profile would have made of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "smtp/profile.hpp"

namespace mailrig::smtp {

struct Strays {
  bool bare_lf = false, bare_cr = false, nul = false;
  bool eight_bit = false;
  std::size_t longest_line = 0;  // octets with its end
};
Strays find_strays(std::string_view content);

// True if the profile has something to look for in the content of each mail.
bool minds_content(const Profile& profile);

// The content as a receiver of that profile would have it: bare CR, LF and NUL turned into what it
// makes of them, and dots taken off behind LF if it does so. `chunked`: no dot was doubled.
std::string as_received(std::string_view content, const Profile& profile, bool chunked);

}  // namespace mailrig::smtp
