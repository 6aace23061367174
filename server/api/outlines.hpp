// What was read from the octets of mails, for as long as it fits: a list must not read the same
// mails each time, and nobody a large one twice. Thread-safe; octets never change.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <vector>

#include "api/recent.hpp"
#include "mail/outline.hpp"
#include "mail/reading.hpp"
#include "store/entries.hpp"

namespace mailrig::api {

class Outlines {
 public:
  // Of what has no octets it is empty.
  std::shared_ptr<const Outline> of(const Message& message) const;
  std::shared_ptr<const Outline> of(const StoreEntry& entry) const;

  // For a pass over everything: the kinds of defects. What is quickly read again is not kept, lest
  // it push out what lists show.
  std::vector<Diagnostic> kinds(const Message& message) const;

  // Everything, read now.
  Reading whole(const Message& message) const;
  // A reading that has at least what is left without_bodies().
  std::shared_ptr<const Reading> reading(const Message& message) const;

  // How many octets have to be read for each of these now.
  std::uint64_t effort(const Message& message) const;
  std::uint64_t effort(const StoreEntry& entry) const;
  std::uint64_t effort_of_reading(const Message& message) const;

 private:
  static constexpr std::size_t most_outlines = 8 << 20, most_readings = 8 << 20;

  std::shared_ptr<const Outline> of(std::uint64_t key, const Content* content) const;
  Reading read(const Message& message) const;
  std::shared_ptr<const Outline> keep(std::uint64_t key, Outline outline) const;
  // Held while a large mail is read, so that who asks for the same meanwhile finds it read.
  std::unique_lock<std::mutex> turn(std::uint64_t key, const Content* content) const;
  std::uint64_t effort(std::uint64_t key, const Content* content) const;

  mutable std::array<std::mutex, 8> turns_;
  mutable Recent<Outline> outlines_{most_outlines};
  mutable Recent<Reading> readings_{most_readings};  // of large mails
};

}  // namespace mailrig::api
