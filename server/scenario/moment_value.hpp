// What the fields of rules hold for one event.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "match/field.hpp"
#include "session/behavior.hpp"

namespace mailrig {

// Reads values out of a Moment, which must outlive it and every value it gave.
class MomentValues {
 public:
  explicit MomentValues(const Moment& moment) : moment_(moment) {}

  const Moment& moment() const { return moment_; }

  // `about` is the recipient in question; with null, `to` and `to.domain` have no value.
  Value value(const FieldName& field, const Recipient* about) const;

  // The recipients an event is about: the one offered, or each valid one of the transaction. Null
  // stands for "none" where there are none, so that it is never empty.
  std::vector<const Recipient*> recipients() const;

 private:
  Value header(std::string_view name) const;
  std::optional<std::int64_t> size() const;
  std::optional<std::int64_t> bytes() const;

  const Moment& moment_;
};

// The network that an address belongs to: "192.0.2.77" with prefix 24 is in
// "192.0.2.0/24". IPv6 as KeyPart::prefix says; what is no address is returned as it is.
std::string network_of(std::string_view ip, unsigned prefix);

}  // namespace mailrig
