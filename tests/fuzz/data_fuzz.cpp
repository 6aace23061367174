// Mail data read whole and in pieces comes to the same content, look-alikes and end. The first
// octet says how large the pieces are, the next two which look-alikes end data.
#include <cstdlib>
#include <string>

#include "smtp/data_reader.hpp"

namespace {

using namespace mailrig;
using namespace mailrig::smtp;

struct Outcome {
  std::string content;
  std::uint16_t look_alikes = 0;
  std::uint64_t behind = 0;
  bool ended = false;
  bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view octets, std::size_t chunk, LookAlikes ends, EndWhen when) {
  static Store store({}, [] { return WallTime{}; });
  DataReader reader(store, 1 << 20, ends, when);
  Outcome outcome;
  if (!reader.begin(std::nullopt)) std::abort();
  while (!octets.empty() && !outcome.ended) {
    const std::span<char> room = reader.prepare();
    const std::size_t n = std::min({chunk, room.size(), octets.size()});
    std::copy_n(octets.data(), n, room.data());
    octets.remove_prefix(n);
    outcome.ended = reader.commit(n);
  }
  if (outcome.ended) outcome.behind = reader.behind().size() + octets.size();
  outcome.look_alikes = reader.look_alikes().bits;
  outcome.content = reader.take().octets();
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view octets(reinterpret_cast<const char*>(data) + 3, size - 3);
  const LookAlikes ends{static_cast<std::uint16_t>((data[1] << 8 | data[2]) & 0x0fff)};
  const EndWhen when = data[0] & 0x80 ? EndWhen::first_line_lf : EndWhen::always;
  const std::size_t chunk = (data[0] & 0x7fu) + 1u;
  if (read(octets, chunk, ends, when) != read(octets, octets.size() + 1, ends, when)) std::abort();
  return 0;
}
