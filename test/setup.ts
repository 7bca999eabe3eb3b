import { Testing } from 'cdktf';

process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';

Testing.setupJest();
