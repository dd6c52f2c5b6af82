/// What Node.js runs: it reads requests and writes replies, each a 32-bit big-endian length and JSON.
///
/// A function has a context of its own, into which nothing of Node comes: no `require`, `process`, timers or
/// network, and no objects of the program's, through which the code could reach them; what goes in and out is
/// text. `eval` and WebAssembly are off, and an endless loop ends after the time that the service documents, 500
/// ms. That guards against mistakes; it is no prison for code that means harm.
///
/// - `{"check": {"name", "code"}}` is replied to with `{}`, or `{"error", "line"}`.
/// - `{"run": [{"name", "code"}…], "messages": [{"message", "metadata"}…]}` is replied to with one reply a message:
///   `{"message": {"data", "attributes"}}`, `{"message": null}` for one that is filtered, or `{"error"}`.
enum NodeProgram {
    static let text = #"""
        'use strict';
        const vm = require('vm'), fs = require('fs');
        const timeout = 500, largestFrame = 1 << 28, mostContexts = 32;
        const contexts = new Map();

        function describe(error) {
          try { return String((error && error.message) || error).slice(0, 1000); } catch { return 'unknown error'; }
        }
        function lineOf(error) {
          try { return Number((/function\.js:(\d+)/.exec(String(error.stack)) || [])[1]) || 0; } catch { return 0; }
        }

        // Runs inside, before the function's code, so that it keeps the genuine JSON functions.
        const caller = name => `
          Object.defineProperty(globalThis, '__transform', { value:
            ((parse, stringify, isArray, keys, text) => input => {
              try {
                const { message, metadata } = parse(input);
                const result = ${name}(message, metadata);
                if (result === null) return 'null';
                if (typeof result !== 'object' || isArray(result))
                  return '!returned ' + (isArray(result) ? 'an array' : typeof result) + ', must return a message or null';
                if (typeof result.data !== 'string')
                  return '!returned a message whose data is of type ' + typeof result.data + ', must be a string';
                const attributes = result.attributes === undefined || result.attributes === null ? {} : result.attributes;
                if (typeof attributes !== 'object' || isArray(attributes))
                  return '!returned a message whose attributes are no object';
                const copy = [];
                for (const key of keys(attributes)) {
                  if (typeof attributes[key] !== 'string')
                    return '!returned a message whose attribute "' + key + '" is of type ' + typeof attributes[key] + ', must be a string';
                  copy.push([key, attributes[key]]);
                }
                return stringify({ data: result.data, attributes: copy });
              } catch (error) {
                return '!threw ' + text(error);
              }
            })(JSON.parse, JSON.stringify, Array.isArray, Object.keys, String) });`;

        function contextOf({ name, code }) {
          const key = name + '\n' + code;
          const known = contexts.get(key);
          if (known) return known;
          const script = new vm.Script(code, { filename: 'function.js' });
          const context = vm.createContext(Object.create(null), {
            codeGeneration: { strings: false, wasm: false }, microtaskMode: 'afterEvaluate' });
          vm.runInContext(caller(name), context, { timeout });
          script.runInContext(context, { timeout });
          if (vm.runInContext('typeof ' + name, context, { timeout }) !== 'function')
            throw new Error('the code defines no function ' + name);
          if (contexts.size >= mostContexts) contexts.delete(contexts.keys().next().value);
          contexts.set(key, context);
          return context;
        }

        function transform(functions, { message, metadata }) {
          if (message.data === null) return { error: 'data is not UTF-8 text, which functions are given' };
          for (const one of functions) {
            let result;
            try {
              const input = JSON.stringify(JSON.stringify({ message, metadata }));
              result = vm.runInContext('__transform(' + input + ')', contextOf(one), { timeout });
            } catch (error) {
              return { error: one.name + ': ' + describe(error) };
            }
            if (typeof result !== 'string') return { error: one.name + ': no result' };
            if (result[0] === '!') return { error: one.name + ' ' + result.slice(1, 1001) };
            if (result === 'null') return { message: null };
            const made = JSON.parse(result);
            message = { data: made.data, attributes: Object.fromEntries(made.attributes) };
          }
          return { message };
        }

        function read(count) {
          const bytes = Buffer.allocUnsafe(count);
          for (let at = 0; at < count;) {
            const more = fs.readSync(0, bytes, at, count - at, null);
            if (more === 0) process.exit(0);
            at += more;
          }
          return bytes;
        }
        function reply(value) {
          const body = Buffer.from(JSON.stringify(value));
          const frame = Buffer.concat([Buffer.alloc(4), body]);
          frame.writeUInt32BE(body.length, 0);
          for (let at = 0; at < frame.length;) at += fs.writeSync(1, frame, at);
        }

        reply({});
        for (;;) {
          const length = read(4).readUInt32BE(0);
          if (length > largestFrame) process.exit(1);
          const request = JSON.parse(read(length).toString());
          if (request.check) {
            try { contextOf(request.check); reply({}); }
            catch (error) { reply({ error: describe(error), line: lineOf(error) }); }
          } else {
            for (const one of request.messages) reply(transform(request.run, one));
          }
        }
        """#
}
