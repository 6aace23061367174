// Receiver profiles as JSON: the switches have the names of the profiles' table, and a profile that
// is read says only in what it differs from its `base`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json/problem.hpp"
#include "mail/result.hpp"
#include "smtp/profile.hpp"

namespace mailrig::json {

// {"items":[{"name":"default",…},…],"total":9}
std::string write_profiles(const std::vector<smtp::Profile>& profiles);
std::string write_profile(const smtp::Profile& profile);

// `base` is the name of a shipped profile, `default` if left out. Every fault with its pointer.
Result<smtp::Profile, Faults> read_profile(std::string_view text);

}  // namespace mailrig::json
