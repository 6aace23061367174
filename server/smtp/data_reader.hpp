// Mail data on its way in: octets land once, in the message's own buffer, which grows within the
// limits of message and store. What is beyond a limit is still read, up to the end of data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "smtp/dot_reader.hpp"
#include "store/content.hpp"
#include "store/store.hpp"

namespace mailrig::smtp {

class DataReader {
 public:
  enum class Fault : std::uint8_t { none, too_large, no_room };

  // `most` octets of content are kept of one message.
  DataReader(Store& store, std::uint64_t most, LookAlikes ends = {}, EndWhen when = EndWhen::always)
      : store_(store), most_(most), fresh_dots_(ends, when), dots_(fresh_dots_) {}
  ~DataReader() { clear(); }
  DataReader(const DataReader&) = delete;
  DataReader& operator=(const DataReader&) = delete;

  // Makes room for a message of `declared` octets, within bounds. False if the store has no room
  // for even a small one.
  bool begin(std::optional<std::uint64_t> declared);
  // The free tail of the buffer, never empty.
  std::span<char> prepare();
  // `n` octets stand there. True once the end of data has come.
  bool commit(std::size_t n);

  // Of content that comes in chunks (RFC 3030) `n` octets stand there: no dot is looked at.
  void commit_chunk(std::size_t n);

  // Once ended, until take() or clear(): octets that came behind the end of data.
  std::string_view behind() const { return behind_; }
  // What is kept so far.
  std::string_view content() { return {buffer_.data(), kept_}; }
  // Octets of content that arrived, kept or not; and octets on the wire, with the final dot.
  std::uint64_t octets() const { return octets_; }
  std::uint64_t wire_octets() const { return wire_octets_; }
  Fault fault() const { return fault_; }
  LookAlikes look_alikes() const { return dots_.look_alikes(); }
  std::optional<LookAlike> ended_by() const { return dots_.ended_by(); }
  bool bare_lf() const { return dots_.bare_lf(); }

  // The content; if data was cut off, with what was undecided. At most `most` octets of it.
  Content take(std::optional<std::uint64_t> most = std::nullopt);
  // Gives everything back.
  void clear();

 private:
  bool grow(std::size_t capacity);
  void keep(const DotReader::Step& step);

  Store& store_;
  std::uint64_t most_;
  ContentBuffer buffer_;
  DotReader fresh_dots_;  // what each mail begins with
  DotReader dots_;
  std::size_t kept_ = 0;     // octets of content in the buffer
  std::size_t pending_ = 0;  // undecided octets behind them
  std::uint64_t octets_ = 0, wire_octets_ = 0;
  std::uint64_t claimed_ = 0;  // of the store's limit on mail data in flight
  Fault fault_ = Fault::none;
  std::string_view behind_;
};

}  // namespace mailrig::smtp
