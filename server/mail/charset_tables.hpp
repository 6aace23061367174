// Tables of charsets, made at build time by mail/tables/make_charset_tables.cpp. 0: nothing.
#pragma once

#include <cstddef>

namespace mailrig::tables {

// Of the octets 0x80 to 0xFF alone.
extern const char16_t ibm866[128], iso_8859_2[128], iso_8859_3[128], iso_8859_4[128],
    iso_8859_5[128], iso_8859_6[128], iso_8859_7[128], iso_8859_8[128], iso_8859_10[128],
    iso_8859_13[128], iso_8859_14[128], iso_8859_15[128], iso_8859_16[128], koi8_r[128],
    koi8_u[128], macintosh[128], windows_874[128], windows_1250[128], windows_1251[128],
    windows_1252[128], windows_1253[128], windows_1254[128], windows_1255[128], windows_1256[128],
    windows_1257[128], windows_1258[128], x_mac_cyrillic[128], big5_singles[128],
    euc_kr_singles[128], shift_jis_singles[128], euc_jp_singles[128];

// Of two octets: rows for 0x81 to 0xFE, columns for 0x40 to 0xFE. 1 in big5: see big5_pairs.
inline constexpr std::size_t rows = 0xFE - 0x81 + 1, columns = 0xFE - 0x40 + 1;
extern const char32_t gb18030[rows * columns], big5[rows * columns];
extern const char16_t euc_kr[rows * columns], shift_jis[rows * columns], euc_jp[rows * columns],
    euc_jp_plane_2[rows * columns];

// Triples: two octets, and the two code points that they mean.
extern const char32_t big5_pairs[];
extern const std::size_t big5_pairs_size;

// JIS X 0208, 94 rows of 94.
extern const char16_t jis0208[94 * 94];

// Triples: first index of a four-octet code, first code point, length of the run.
extern const char32_t gb18030_runs[];
extern const std::size_t gb18030_runs_size;

}  // namespace mailrig::tables
