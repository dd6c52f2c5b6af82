// The part of libcurl's interface that this package uses, declared here so that building needs neither the library
// nor its development headers. The library is loaded when it is first needed: loading it and the some thirty
// libraries that it needs takes longer than all else at the start of a program. libcurl keeps its binary interface stable: the numbers below are
// those of curl/curl.h and curl/multi.h since 7.68.0.
#pragma once
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct rehearsal_curl_easy rehearsal_curl_easy;
typedef struct rehearsal_curl_multi rehearsal_curl_multi;

struct curl_slist {
    char *data;
    struct curl_slist *next;
};

typedef size_t (*rehearsal_curl_callback)(char *data, size_t size, size_t count, void *context);

// Options: 0 + n take a long, 10000 + n a pointer, 20000 + n a function, 30000 + n a 64-bit number.
enum {
    REHEARSAL_CURLOPT_WRITEDATA = 10001,
    REHEARSAL_CURLOPT_URL = 10002,
    REHEARSAL_CURLOPT_ERRORBUFFER = 10010,
    REHEARSAL_CURLOPT_WRITEFUNCTION = 20011,
    REHEARSAL_CURLOPT_POSTFIELDS = 10015,
    REHEARSAL_CURLOPT_USERAGENT = 10018,
    REHEARSAL_CURLOPT_HTTPHEADER = 10023,
    REHEARSAL_CURLOPT_HEADERDATA = 10029,
    REHEARSAL_CURLOPT_CUSTOMREQUEST = 10036,
    REHEARSAL_CURLOPT_NOBODY = 44,
    REHEARSAL_CURLOPT_HEADERFUNCTION = 20079,
    REHEARSAL_CURLOPT_HTTPGET = 80,
    REHEARSAL_CURLOPT_HTTP_VERSION = 84,
    REHEARSAL_CURLOPT_NOSIGNAL = 99,
    REHEARSAL_CURLOPT_CAINFO = 10065,
    REHEARSAL_CURLOPT_PRIVATE = 10103,
    REHEARSAL_CURLOPT_POSTFIELDSIZE_LARGE = 30120,
    REHEARSAL_CURLOPT_TIMEOUT_MS = 155,
    REHEARSAL_CURLOPT_CONNECTTIMEOUT_MS = 156,
    REHEARSAL_CURLOPT_COPYPOSTFIELDS = 10165,
    REHEARSAL_CURLOPT_NOPROXY = 10177,
    REHEARSAL_CURLOPT_PROTOCOLS = 181,
    REHEARSAL_CURLOPT_TCP_KEEPALIVE = 213,
    REHEARSAL_CURLOPT_PATH_AS_IS = 234,
    REHEARSAL_CURLOPT_SUPPRESS_CONNECT_HEADERS = 265,
};

enum {
    REHEARSAL_CURLINFO_RESPONSE_CODE = 0x200000 + 2,
    REHEARSAL_CURLINFO_CONNECT_TIME = 0x300000 + 5,
    REHEARSAL_CURLINFO_PRIVATE = 0x100000 + 21,
};

enum {
    REHEARSAL_CURLE_OK = 0,
    REHEARSAL_CURLE_UNSUPPORTED_PROTOCOL = 1,
    REHEARSAL_CURLE_URL_MALFORMAT = 3,
    REHEARSAL_CURLE_COULDNT_RESOLVE_PROXY = 5,
    REHEARSAL_CURLE_COULDNT_RESOLVE_HOST = 6,
    REHEARSAL_CURLE_COULDNT_CONNECT = 7,
    REHEARSAL_CURLE_OPERATION_TIMEDOUT = 28,
    REHEARSAL_CURLE_PEER_FAILED_VERIFICATION = 60,
};

enum {
    // HTTP/2 over TLS, HTTP/1.1 in clear.
    REHEARSAL_CURL_HTTP_VERSION_2TLS = 4,
    REHEARSAL_CURLPROTO_HTTP_AND_HTTPS = 3,
    REHEARSAL_CURL_GLOBAL_DEFAULT = 3,
    REHEARSAL_CURLMSG_DONE = 1,
    REHEARSAL_CURL_ERROR_SIZE = 256,
};

struct rehearsal_curl_message {
    int kind;
    rehearsal_curl_easy *easy;
    union {
        void *other;
        int result;
    } data;
};

// The functions, by their names without "curl_".
struct rehearsal_curl {
    int (*_Nonnull global_init)(long flags);
    rehearsal_curl_easy *_Nullable (*_Nonnull easy_init)(void);
    void (*_Nonnull easy_cleanup)(rehearsal_curl_easy *_Nonnull easy);
    void (*_Nonnull easy_reset)(rehearsal_curl_easy *_Nonnull easy);
    const char *_Nonnull (*_Nonnull easy_strerror)(int code);
    struct curl_slist *_Nullable (*_Nonnull slist_append)(struct curl_slist *_Nullable list,
                                                         const char *_Nonnull text);
    void (*_Nonnull slist_free_all)(struct curl_slist *_Nullable list);
    rehearsal_curl_multi *_Nullable (*_Nonnull multi_init)(void);
    int (*_Nonnull multi_cleanup)(rehearsal_curl_multi *_Nonnull multi);
    int (*_Nonnull multi_add_handle)(rehearsal_curl_multi *_Nonnull multi, rehearsal_curl_easy *_Nonnull easy);
    int (*_Nonnull multi_remove_handle)(rehearsal_curl_multi *_Nonnull multi,
                                        rehearsal_curl_easy *_Nonnull easy);
    int (*_Nonnull multi_perform)(rehearsal_curl_multi *_Nonnull multi, int *_Nonnull running);
    int (*_Nonnull multi_poll)(rehearsal_curl_multi *_Nonnull multi, void *_Nullable extra,
                               unsigned int extra_count, int timeout_ms, int *_Nullable ready);
    int (*_Nonnull multi_wakeup)(rehearsal_curl_multi *_Nonnull multi);
    struct rehearsal_curl_message *_Nullable (*_Nonnull multi_info_read)(rehearsal_curl_multi *_Nonnull multi,
                                                                        int *_Nonnull left);
    // Variadic, so that Swift calls them through the wrappers below.
    void *_Nonnull easy_setopt;
    void *_Nonnull easy_getinfo;
};

// Loads the library and finds its functions; returns what is missing, or a null pointer.
static inline const char *_Nullable rehearsal_curl_load(struct rehearsal_curl *_Nonnull curl) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) return "libcurl.so.4";
#define REHEARSAL_FIND(name)                                        \
    do {                                                            \
        void *found = dlsym(library, "curl_" #name);                \
        if (!found) return "curl_" #name " in libcurl.so.4";        \
        memcpy((void *)&curl->name, &found, sizeof found);          \
    } while (0)
    REHEARSAL_FIND(global_init);
    REHEARSAL_FIND(easy_init);
    REHEARSAL_FIND(easy_cleanup);
    REHEARSAL_FIND(easy_reset);
    REHEARSAL_FIND(easy_strerror);
    REHEARSAL_FIND(slist_append);
    REHEARSAL_FIND(slist_free_all);
    REHEARSAL_FIND(multi_init);
    REHEARSAL_FIND(multi_cleanup);
    REHEARSAL_FIND(multi_add_handle);
    REHEARSAL_FIND(multi_remove_handle);
    REHEARSAL_FIND(multi_perform);
    REHEARSAL_FIND(multi_poll);
    REHEARSAL_FIND(multi_wakeup);
    REHEARSAL_FIND(multi_info_read);
    REHEARSAL_FIND(easy_setopt);
    REHEARSAL_FIND(easy_getinfo);
#undef REHEARSAL_FIND
    return NULL;
}

// Swift cannot call a variadic function: one wrapper for each type of argument.
typedef int (*rehearsal_setopt)(rehearsal_curl_easy *easy, int option, ...);
typedef int (*rehearsal_getinfo)(rehearsal_curl_easy *easy, int info, ...);

static inline int rehearsal_setopt_long(const struct rehearsal_curl *_Nonnull curl, rehearsal_curl_easy *easy, int option, long value) {
    return ((rehearsal_setopt)curl->easy_setopt)(easy, option, value);
}

static inline int rehearsal_setopt_int64(const struct rehearsal_curl *_Nonnull curl, rehearsal_curl_easy *easy, int option, int64_t value) {
    return ((rehearsal_setopt)curl->easy_setopt)(easy, option, value);
}

static inline int rehearsal_setopt_pointer(const struct rehearsal_curl *_Nonnull curl, rehearsal_curl_easy *easy, int option, const void *value) {
    return ((rehearsal_setopt)curl->easy_setopt)(easy, option, value);
}

static inline int rehearsal_setopt_callback(const struct rehearsal_curl *_Nonnull curl, rehearsal_curl_easy *easy, int option,
                                            rehearsal_curl_callback value) {
    return ((rehearsal_setopt)curl->easy_setopt)(easy, option, value);
}

static inline long rehearsal_response_code(const struct rehearsal_curl *_Nonnull curl, rehearsal_curl_easy *easy) {
    long value = 0;
    ((rehearsal_getinfo)curl->easy_getinfo)(easy, REHEARSAL_CURLINFO_RESPONSE_CODE, &value);
    return value;
}

// Seconds from the start until the connection stood; 0 when it never did.
static inline double rehearsal_connect_time(const struct rehearsal_curl *_Nonnull curl, rehearsal_curl_easy *easy) {
    double value = 0;
    ((rehearsal_getinfo)curl->easy_getinfo)(easy, REHEARSAL_CURLINFO_CONNECT_TIME, &value);
    return value;
}

static inline void *rehearsal_private(const struct rehearsal_curl *_Nonnull curl, rehearsal_curl_easy *easy) {
    void *value = NULL;
    ((rehearsal_getinfo)curl->easy_getinfo)(easy, REHEARSAL_CURLINFO_PRIVATE, &value);
    return value;
}
