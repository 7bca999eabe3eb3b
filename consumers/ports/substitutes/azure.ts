/** tedious loads Azure's packages with each start, and calls them only for logins and keys of Azure. */
export {};
