#include "api/transactions.hpp"

#include "api/list.hpp"
#include "api/one.hpp"
#include "api/raw.hpp"

namespace mailrig::api {
namespace {

using Found = std::shared_ptr<const Transaction>;

Response without_content(const Transaction& transaction) {
  const std::string id = make_id('t', transaction.number);
  if (transaction.message != 0) return to_response(gone("content of transaction", id));
  return to_response({.status = 404,
                      .type = "no-content",
                      .title = "No content was sent",
                      .detail = "transaction \"" + id + "\" ended before mail data",
                      .hint = "/v1/transactions/" + id + " says how"});
}

}  // namespace

std::string Kind<const Transaction>::summary(const Transaction& transaction, const Outlines&) {
  return json::write_transaction(transaction);
}

Answer list_transactions(const Context& context) { return list<const Transaction>(context); }

Answer get_transaction(const Context& context) {
  return one<const Transaction>(context, [](const Found& transaction) {
    return json_response(json::write_whole_transaction(*transaction));
  });
}

Answer get_transaction_raw(const Context& context) {
  return one<const Transaction>(context, [](const Found& transaction) {
    if (!transaction->content) return without_content(*transaction);
    return raw_response(transaction->content, make_id('t', transaction->number));
  });
}

}  // namespace mailrig::api
