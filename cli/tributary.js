#!/usr/bin/env node
'use strict';

// Lambda runs in UTC, and worker threads share the time zone of their process.
process.env.TZ = 'UTC';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
require('tsx/cjs');
require('./main.ts').main(process.argv);
