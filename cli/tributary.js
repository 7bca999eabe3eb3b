#!/usr/bin/env node
'use strict';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = '1';
require('tsx/cjs');
require('./main.ts').main(process.argv);
