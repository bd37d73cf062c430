/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZEPHYR_INCLUDE_SYS_UTIL_MACRO_H_
#define ZEPHYR_INCLUDE_SYS_UTIL_MACRO_H_

/*
 * Macros that work at preprocessing time. Loops go up to 256 steps (Zephyr: 4095 for LISTIFY, 64
 * for FOR_EACH). A LISTIFY may contain a FOR_EACH and the other way round; neither may contain
 * itself.
 */

#include <zephyr/sys/util_tables.h>
#include <zephyr/sys/util_tables_unsigned.h>

#ifdef _ASMLANGUAGE
#define BIT(n) (1 << (n))
#else
#define BIT(n) (1UL << (n))
#endif
#define BIT64(_n) (1ULL << (_n))
#define BIT_MASK(n) (BIT(n) - 1UL)
#define BIT64_MASK(n) (BIT64(n) - 1ULL)
#define WRITE_BIT(var, bit, set) ((var) = (set) ? ((var) | BIT(bit)) : ((var) & ~BIT(bit)))
#define IS_POWER_OF_TWO(x) (((x) != 0U) && (((x) & ((x)-1U)) == 0U))
#define IS_SHIFTED_BIT_MASK(m, s) (!(((m) >> (s)) & (((m) >> (s)) + 1U)))
#define IS_BIT_MASK(m) IS_SHIFTED_BIT_MASK(m, 0)
#define IS_BIT_SET(value, bit) ((((value) >> (bit)) & (0x1)) != 0)

/* Building blocks. */
#define EMPTY
#define IDENTITY(V) V
#define UTIL_PRIMITIVE_CAT(a, ...) a##__VA_ARGS__
#define UTIL_CAT(a, ...) UTIL_PRIMITIVE_CAT(a, __VA_ARGS__)
#define UTIL_INC(x) UTIL_PRIMITIVE_CAT(UTIL_INC_, x)
#define UTIL_DEC(x) UTIL_PRIMITIVE_CAT(UTIL_DEC_, x)
#define UTIL_X2(y) UTIL_PRIMITIVE_CAT(UTIL_X2_, y)
#define UTIL_EXPAND(...) __VA_ARGS__
#define UTIL_EVAL(...) Z_FE_EVAL(__VA_ARGS__)
#define Z_DEBRACKET(...) __VA_ARGS__
#define Z_SECOND(ignored, second, ...) second
#define Z_SECOND_DEBRACKETED(ignored, second, ...) Z_DEBRACKET second

/*
 * A name that is defined as 1 makes a comma here, which shifts the argument that Z_SECOND picks.
 * That is how the macros below tell 1 (or 0) from everything else, undefined names included.
 */
#define Z_COMMA_IF_1_1 0,
#define Z_COMMA_IF_0_0 0,
#define Z_COMMA_IF_0_ 0,

/* 1 if the macro is defined as 1, else 0; for use in C expressions and in #if. */
#define IS_ENABLED(config_macro) Z_IS_ENABLED(config_macro)
#define Z_IS_ENABLED(value) Z_IS_ENABLED_PICK(Z_COMMA_IF_1_##value)
#define Z_IS_ENABLED_PICK(comma) Z_SECOND(comma 1, 0, 0)

/* The first code if the flag is 1 (0), else the second; codes stand in parentheses, which are
 * removed. */
#define COND_CODE_1(_flag, _if_1_code, _else_code) Z_COND_CODE_1(_flag, _if_1_code, _else_code)
#define Z_COND_CODE_1(flag, if_code, else_code) Z_COND_PICK(Z_COMMA_IF_1_##flag, if_code, else_code)
#define COND_CODE_0(_flag, _if_0_code, _else_code) Z_COND_CODE_0(_flag, _if_0_code, _else_code)
#define Z_COND_CODE_0(flag, if_code, else_code) Z_COND_PICK(Z_COMMA_IF_0_##flag, if_code, else_code)
#define Z_COND_PICK(comma, if_code, else_code) Z_SECOND_DEBRACKETED(comma if_code, else_code, ())
#define IF_ENABLED(_flag, _code) COND_CODE_1(_flag, _code, ())
#define IF_DISABLED(_flag, _code) COND_CODE_1(_flag, (), _code)

/* COND_CASE_1(flag, (code), flag, (code), ..., (else code)): the code after the first flag that is
 * 1, else the last; up to 8 flags. */
#define COND_CASE_1(...) UTIL_CAT(Z_COND_CASE_, NUM_VA_ARGS(__VA_ARGS__))(__VA_ARGS__)
#define Z_COND_CASE_1(code) Z_DEBRACKET code
#define Z_COND_CASE_3(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_1(__VA_ARGS__)))
#define Z_COND_CASE_5(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_3(__VA_ARGS__)))
#define Z_COND_CASE_7(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_5(__VA_ARGS__)))
#define Z_COND_CASE_9(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_7(__VA_ARGS__)))
#define Z_COND_CASE_11(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_9(__VA_ARGS__)))
#define Z_COND_CASE_13(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_11(__VA_ARGS__)))
#define Z_COND_CASE_15(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_13(__VA_ARGS__)))
#define Z_COND_CASE_17(flag, code, ...) COND_CODE_1(flag, code, (Z_COND_CASE_15(__VA_ARGS__)))

/* 1 if there is no argument, or an empty one. */
#define Z_IS_EMPTY_1(...) 0
#define Z_IS_EMPTY_0(...) 1
#define IS_EMPTY(...) Z_IS_EMPTY_PICK(__VA_OPT__(1, ) 0, )
#define Z_IS_EMPTY_PICK(first, ...) Z_IS_EMPTY_##first()

/* 1 if both are the same number from 0 to 256, with or without the suffix U. */
#define IS_EQ(a, b) Z_IS_EQ(a, b)
#define Z_IS_EQ(a, b) Z_IS_EQ_PLAIN(Z_NO_SUFFIX(a), Z_NO_SUFFIX(b))
#define Z_NO_SUFFIX(a) Z_NO_SUFFIX_PICK(Z_NO_SUFFIX_##a, a)
#define Z_NO_SUFFIX_PICK(...) Z_SECOND(__VA_ARGS__, 0)
#define Z_IS_EQ_PLAIN(a, b) Z_IS_EQ_TABLE(a, b)
#define Z_IS_EQ_TABLE(a, b) Z_IS_EQ_PICK(Z_EQ_##a##_##b)
#define Z_IS_EQ_PICK(comma) Z_SECOND(comma 1, 0, 0)

#define UTIL_NOT(x) COND_CODE_0(x, (1), (0))
#define UTIL_BOOL(x) COND_CODE_0(x, (0), (1))
#define UTIL_OR(a, b) COND_CODE_1(UTIL_BOOL(a), (a), (b))
#define UTIL_AND(a, b) COND_CODE_1(UTIL_BOOL(a), (b), (0))

/* Number of arguments, up to 64. */
#define NUM_VA_ARGS_LESS_1(...) UTIL_CAT(UTIL_DEC_, NUM_VA_ARGS(__VA_ARGS__))
#define NUM_VA_ARGS(...)                                                                           \
  Z_NUM_VA_ARGS(__VA_ARGS__ __VA_OPT__(, ) 64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, \
                50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36, 35, 34, 33, 32, 31,    \
                30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11,    \
                10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define Z_NUM_VA_ARGS(_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, _17, \
                      _18, _19, _20, _21, _22, _23, _24, _25, _26, _27, _28, _29, _30, _31, _32,  \
                      _33, _34, _35, _36, _37, _38, _39, _40, _41, _42, _43, _44, _45, _46, _47,  \
                      _48, _49, _50, _51, _52, _53, _54, _55, _56, _57, _58, _59, _60, _61, _62,  \
                      _63, _64, N, ...)                                                           \
  N

/* The argument number N, and the arguments after it; N from 1 to 8. */
#define GET_ARG_N(N, ...) UTIL_CAT(Z_GET_ARG_, N)(__VA_ARGS__)
#define Z_GET_ARG_1(_1, ...) _1
#define Z_GET_ARG_2(_1, ...) Z_GET_ARG_1(__VA_ARGS__)
#define Z_GET_ARG_3(_1, ...) Z_GET_ARG_2(__VA_ARGS__)
#define Z_GET_ARG_4(_1, ...) Z_GET_ARG_3(__VA_ARGS__)
#define Z_GET_ARG_5(_1, ...) Z_GET_ARG_4(__VA_ARGS__)
#define Z_GET_ARG_6(_1, ...) Z_GET_ARG_5(__VA_ARGS__)
#define Z_GET_ARG_7(_1, ...) Z_GET_ARG_6(__VA_ARGS__)
#define Z_GET_ARG_8(_1, ...) Z_GET_ARG_7(__VA_ARGS__)
#define GET_ARGS_LESS_N(N, ...) UTIL_CAT(Z_GET_ARGS_LESS_, N)(__VA_ARGS__)
/* The first N arguments, 1 to 8. */
#define GET_ARGS_FIRST_N(N, ...) UTIL_CAT(Z_GET_ARGS_FIRST_, N)(__VA_ARGS__)
#define Z_GET_ARGS_FIRST_1(_1, ...) _1
#define Z_GET_ARGS_FIRST_2(_1, ...) _1, Z_GET_ARGS_FIRST_1(__VA_ARGS__)
#define Z_GET_ARGS_FIRST_3(_1, ...) _1, Z_GET_ARGS_FIRST_2(__VA_ARGS__)
#define Z_GET_ARGS_FIRST_4(_1, ...) _1, Z_GET_ARGS_FIRST_3(__VA_ARGS__)
#define Z_GET_ARGS_FIRST_5(_1, ...) _1, Z_GET_ARGS_FIRST_4(__VA_ARGS__)
#define Z_GET_ARGS_FIRST_6(_1, ...) _1, Z_GET_ARGS_FIRST_5(__VA_ARGS__)
#define Z_GET_ARGS_FIRST_7(_1, ...) _1, Z_GET_ARGS_FIRST_6(__VA_ARGS__)
#define Z_GET_ARGS_FIRST_8(_1, ...) _1, Z_GET_ARGS_FIRST_7(__VA_ARGS__)
#define Z_GET_ARGS_LESS_0(...) __VA_ARGS__
#define Z_GET_ARGS_LESS_1(_1, ...) __VA_ARGS__
#define Z_GET_ARGS_LESS_2(_1, ...) Z_GET_ARGS_LESS_1(__VA_ARGS__)
#define Z_GET_ARGS_LESS_3(_1, ...) Z_GET_ARGS_LESS_2(__VA_ARGS__)
#define Z_GET_ARGS_LESS_4(_1, ...) Z_GET_ARGS_LESS_3(__VA_ARGS__)
#define Z_GET_ARGS_LESS_5(_1, ...) Z_GET_ARGS_LESS_4(__VA_ARGS__)
#define Z_GET_ARGS_LESS_6(_1, ...) Z_GET_ARGS_LESS_5(__VA_ARGS__)
#define Z_GET_ARGS_LESS_7(_1, ...) Z_GET_ARGS_LESS_6(__VA_ARGS__)
#define Z_GET_ARGS_LESS_8(_1, ...) Z_GET_ARGS_LESS_7(__VA_ARGS__)

/* The arguments, up to 8, put together to one token, each expanded before. */
#undef CONCAT
#define CONCAT(...) UTIL_CAT(Z_CONCAT_, NUM_VA_ARGS(__VA_ARGS__))(__VA_ARGS__)
#define Z_CONCAT_1(a) a
#define Z_CONCAT_2(a, b) UTIL_CAT(a, b)
#define Z_CONCAT_3(a, b, c) UTIL_CAT(a, Z_CONCAT_2(b, c))
#define Z_CONCAT_4(a, b, ...) UTIL_CAT(a, Z_CONCAT_3(b, __VA_ARGS__))
#define Z_CONCAT_5(a, b, ...) UTIL_CAT(a, Z_CONCAT_4(b, __VA_ARGS__))
#define Z_CONCAT_6(a, b, ...) UTIL_CAT(a, Z_CONCAT_5(b, __VA_ARGS__))
#define Z_CONCAT_7(a, b, ...) UTIL_CAT(a, Z_CONCAT_6(b, __VA_ARGS__))
#define Z_CONCAT_8(a, b, ...) UTIL_CAT(a, Z_CONCAT_7(b, __VA_ARGS__))

/* F(a) F(b) ... of up to 8 arguments, put together to one token; nothing without arguments. */
#define MACRO_MAP_CAT(F, ...) UTIL_CAT(Z_MAP_CAT_, NUM_VA_ARGS(__VA_ARGS__))(F, __VA_ARGS__)
#define MACRO_MAP_CAT_N(N, F, ...) UTIL_CAT(Z_MAP_CAT_, N)(F, __VA_ARGS__)
#define Z_MAP_CAT_0(...)
#define Z_MAP_CAT_1(F, a) F(a)
#define Z_MAP_CAT_2(F, a, ...) UTIL_CAT(F(a), Z_MAP_CAT_1(F, __VA_ARGS__))
#define Z_MAP_CAT_3(F, a, ...) UTIL_CAT(F(a), Z_MAP_CAT_2(F, __VA_ARGS__))
#define Z_MAP_CAT_4(F, a, ...) UTIL_CAT(F(a), Z_MAP_CAT_3(F, __VA_ARGS__))
#define Z_MAP_CAT_5(F, a, ...) UTIL_CAT(F(a), Z_MAP_CAT_4(F, __VA_ARGS__))
#define Z_MAP_CAT_6(F, a, ...) UTIL_CAT(F(a), Z_MAP_CAT_5(F, __VA_ARGS__))
#define Z_MAP_CAT_7(F, a, ...) UTIL_CAT(F(a), Z_MAP_CAT_6(F, __VA_ARGS__))
#define Z_MAP_CAT_8(F, a, ...) UTIL_CAT(F(a), Z_MAP_CAT_7(F, __VA_ARGS__))

/*
 * Loops: a step names its successor behind Z_PARENS, so that it is expanded only at the next
 * rescan, and the EVAL macros rescan more than 256 times.
 */
#define Z_PARENS ()
#define Z_FE_EVAL(...) Z_FE_EVAL_4(Z_FE_EVAL_4(Z_FE_EVAL_4(Z_FE_EVAL_4(__VA_ARGS__))))
#define Z_FE_EVAL_4(...) Z_FE_EVAL_3(Z_FE_EVAL_3(Z_FE_EVAL_3(Z_FE_EVAL_3(__VA_ARGS__))))
#define Z_FE_EVAL_3(...) Z_FE_EVAL_2(Z_FE_EVAL_2(Z_FE_EVAL_2(Z_FE_EVAL_2(__VA_ARGS__))))
#define Z_FE_EVAL_2(...) Z_FE_EVAL_1(Z_FE_EVAL_1(Z_FE_EVAL_1(Z_FE_EVAL_1(__VA_ARGS__))))
#define Z_FE_EVAL_1(...) __VA_ARGS__
#define Z_LI_EVAL(...) Z_LI_EVAL_4(Z_LI_EVAL_4(Z_LI_EVAL_4(Z_LI_EVAL_4(__VA_ARGS__))))
#define Z_LI_EVAL_4(...) Z_LI_EVAL_3(Z_LI_EVAL_3(Z_LI_EVAL_3(Z_LI_EVAL_3(__VA_ARGS__))))
#define Z_LI_EVAL_3(...) Z_LI_EVAL_2(Z_LI_EVAL_2(Z_LI_EVAL_2(Z_LI_EVAL_2(__VA_ARGS__))))
#define Z_LI_EVAL_2(...) Z_LI_EVAL_1(Z_LI_EVAL_1(Z_LI_EVAL_1(Z_LI_EVAL_1(__VA_ARGS__))))
#define Z_LI_EVAL_1(...) __VA_ARGS__

/* LISTIFY(3, F, (;), a) is F(0, a) ; F(1, a) ; F(2, a). LEN must be a literal number. */
#define LISTIFY(LEN, F, sep, ...) Z_LI_EVAL(Z_LI_START(LEN, F, sep, __VA_ARGS__))
#define Z_LI_PICK(...) Z_LI_SECOND(__VA_ARGS__)
#define Z_LI_SECOND(ignored, second, ...) second
#define Z_LI_START(LEN, F, sep, ...)               \
  Z_LI_PICK(Z_EQ_0_##LEN Z_LI_NEXT_0, Z_LI_STEP, ) \
  (0, UTIL_PRIMITIVE_CAT(UTIL_DEC_, LEN), F, sep, __VA_ARGS__)
#define Z_LI_STEP(i, left, F, sep, ...) F(i, __VA_ARGS__) Z_LI_NEXT(left, i, F, sep, __VA_ARGS__)
#define Z_LI_NEXT(left, ...) Z_LI_PICK(Z_EQ_0_##left Z_LI_NEXT_0, Z_LI_NEXT_1, )(left, __VA_ARGS__)
#define Z_LI_NEXT_0(...)
#define Z_LI_NEXT_1(left, i, F, sep, ...) \
  Z_DEBRACKET sep Z_LI_AGAIN Z_PARENS(UTIL_INC(i), UTIL_DEC(left), F, sep, __VA_ARGS__)
#define Z_LI_AGAIN() Z_LI_STEP

/* FOR_EACH(F, (;), a, b) is F(a) ; F(b). _IDX gives F(0, a); _FIXED_ARG gives F(a, fixed). */
#define FOR_EACH(F, sep, ...) __VA_OPT__(Z_FE_EVAL(Z_FE_STEP(0, Z_FE_CALL, F, sep, , __VA_ARGS__)))
#define FOR_EACH_IDX(F, sep, ...) \
  __VA_OPT__(Z_FE_EVAL(Z_FE_STEP(0, Z_FE_CALL_IDX, F, sep, , __VA_ARGS__)))
#define FOR_EACH_FIXED_ARG(F, sep, fixed_arg, ...) \
  __VA_OPT__(Z_FE_EVAL(Z_FE_STEP(0, Z_FE_CALL_FIXED, F, sep, fixed_arg, __VA_ARGS__)))
#define FOR_EACH_IDX_FIXED_ARG(F, sep, fixed_arg, ...) \
  __VA_OPT__(Z_FE_EVAL(Z_FE_STEP(0, Z_FE_CALL_IDX_FIXED, F, sep, fixed_arg, __VA_ARGS__)))
#define FOR_EACH_NONEMPTY_TERM(F, term, ...) \
  __VA_OPT__(Z_FE_EVAL(Z_FE_STEP(0, Z_FE_CALL_TERM, F, (), term, __VA_ARGS__)))
#define LIST_DROP_EMPTY(...) \
  __VA_OPT__(Z_LIST_TAIL(FOR_EACH_NONEMPTY_TERM(Z_COMMA_BEFORE, (), __VA_ARGS__)))
#define REVERSE_ARGS(...) __VA_OPT__(Z_FE_EVAL(Z_REVERSE(__VA_ARGS__)))

#define Z_FE_STEP(i, call, F, sep, fixed, x, ...) \
  call(i, F, x, fixed) __VA_OPT__(                \
      Z_DEBRACKET sep Z_FE_AGAIN Z_PARENS(UTIL_INC(i), call, F, sep, fixed, __VA_ARGS__))
#define Z_FE_AGAIN() Z_FE_STEP
#define Z_FE_CALL(i, F, x, fixed) F(x)
#define Z_FE_CALL_IDX(i, F, x, fixed) F(i, x)
#define Z_FE_CALL_FIXED(i, F, x, fixed) F(x, fixed)
#define Z_FE_CALL_IDX_FIXED(i, F, x, fixed) F(i, x, fixed)
#define Z_FE_CALL_TERM(i, F, x, term) COND_CODE_1(IS_EMPTY(x), (), (F(x) Z_DEBRACKET term))
#define Z_COMMA_BEFORE(x) , x
#define Z_LIST_TAIL(...) Z_LIST_TAIL_OF(__VA_ARGS__)
#define Z_LIST_TAIL_OF(ignored, ...) __VA_ARGS__
#define Z_REVERSE(x, ...) __VA_OPT__(Z_REVERSE_AGAIN Z_PARENS(__VA_ARGS__), ) x
#define Z_REVERSE_AGAIN() Z_REVERSE

#endif /* ZEPHYR_INCLUDE_SYS_UTIL_MACRO_H_ */
