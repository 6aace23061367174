// One-time codes: what people copy from a mail to prove that it reached them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mailrig {

// Words of 4 to 10 digits or capital letters that stand where codes stand: behind "your code is",
// in front of "is your code", alone on a line soon after such words. Groups are joined ("493 817");
// years, prices, times, dates and numbers of orders are none. Each once, in order, at most 100.
std::vector<std::string> codes_in(std::string_view text);

}  // namespace mailrig
