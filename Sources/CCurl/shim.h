// The part of libcurl's interface that this package uses, declared here so that building needs the library
// alone and not its development headers. libcurl keeps its binary interface stable: the numbers below are
// those of curl/curl.h and curl/multi.h since 7.68.0.
#pragma once
#include <stddef.h>
#include <stdint.h>

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

int curl_global_init(long flags);
rehearsal_curl_easy *curl_easy_init(void);
void curl_easy_cleanup(rehearsal_curl_easy *easy);
void curl_easy_reset(rehearsal_curl_easy *easy);
const char *curl_easy_strerror(int code);
int curl_easy_setopt(rehearsal_curl_easy *easy, int option, ...);
int curl_easy_getinfo(rehearsal_curl_easy *easy, int info, ...);
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text);
void curl_slist_free_all(struct curl_slist *list);

rehearsal_curl_multi *curl_multi_init(void);
int curl_multi_cleanup(rehearsal_curl_multi *multi);
int curl_multi_add_handle(rehearsal_curl_multi *multi, rehearsal_curl_easy *easy);
int curl_multi_remove_handle(rehearsal_curl_multi *multi, rehearsal_curl_easy *easy);
int curl_multi_perform(rehearsal_curl_multi *multi, int *running);
int curl_multi_poll(rehearsal_curl_multi *multi, void *extra, unsigned int extra_count, int timeout_ms,
                    int *ready);
int curl_multi_wakeup(rehearsal_curl_multi *multi);
struct rehearsal_curl_message *curl_multi_info_read(rehearsal_curl_multi *multi, int *left);

// Swift cannot call a variadic function: one wrapper for each type of argument.

static inline int rehearsal_setopt_long(rehearsal_curl_easy *easy, int option, long value) {
    return curl_easy_setopt(easy, option, value);
}

static inline int rehearsal_setopt_int64(rehearsal_curl_easy *easy, int option, int64_t value) {
    return curl_easy_setopt(easy, option, value);
}

static inline int rehearsal_setopt_pointer(rehearsal_curl_easy *easy, int option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}

static inline int rehearsal_setopt_callback(rehearsal_curl_easy *easy, int option,
                                            rehearsal_curl_callback value) {
    return curl_easy_setopt(easy, option, value);
}

static inline long rehearsal_response_code(rehearsal_curl_easy *easy) {
    long value = 0;
    curl_easy_getinfo(easy, REHEARSAL_CURLINFO_RESPONSE_CODE, &value);
    return value;
}

// Seconds from the start until the connection stood; 0 when it never did.
static inline double rehearsal_connect_time(rehearsal_curl_easy *easy) {
    double value = 0;
    curl_easy_getinfo(easy, REHEARSAL_CURLINFO_CONNECT_TIME, &value);
    return value;
}

static inline void *rehearsal_private(rehearsal_curl_easy *easy) {
    void *value = NULL;
    curl_easy_getinfo(easy, REHEARSAL_CURLINFO_PRIVATE, &value);
    return value;
}
