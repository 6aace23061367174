// /v1/transactions: every mail transaction, refused and broken ones included.
#pragma once

#include "api/context.hpp"

namespace mailrig::api {

Answer list_transactions(const Context& context);
Answer get_transaction(const Context& context);
Answer get_transaction_raw(const Context& context);

}  // namespace mailrig::api
